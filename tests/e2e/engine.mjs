// What the three engines have in common: a program that drives the browser, the battery that is taken out,
// and the outside that answers nothing. What only one of them can do stands in engine_chromium.mjs,
// engine_firefox.mjs and engine_webkit.mjs; browser.mjs chooses.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { createServer } from "node:http";
import { setTimeout as sleep } from "node:timers/promises";

import { Origin } from "selenium-webdriver";

/** The engine of the stories that ask for none. */
export const ENGINE = process.env.ECLAIREUSE_ENGINE || "chromium";

/**
 * For `skip`: the reason why this engine, or what drives it here, cannot be told a story; false where it
 * can. Each reason also stands in skipped_allowed.txt.
 *   chapter("…", { skip: cannot({ webkit: "…" }) }, async () => { … });
 */
export const cannot = (reasons) => reasons[ENGINE] ?? false;

export class Engine {
  /** The WebDriver session, as long as there is one. */
  driver;
  /** The folder of everything, where downloads arrive, and { hosts, port } of the outside. */
  home;
  scheme;
  position;
  browserPid;
  #program;

  constructor(home) {
    this.home = home;
  }

  /** Starts what drives the browser; `address` is asked, or what it says is read, until it listens. */
  async startProgram(program, options, { started, address, environment = {} }) {
    // In a group of its own, so that nothing it started outlives a test.
    const running = spawn(program, options, {
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
      // The walk is in France, wherever the test runs.
      env: { ...process.env, TZ: "Europe/Paris", LANGUAGE: "fr_FR", ...environment },
    });
    this.#program = running;
    const { pid, stdout } = running;
    process.setMaxListeners(0);
    process.once("exit", () => endGroup(pid));
    const stopped = new Promise((_, reject) => {
      running.once("error", reject);
      running.once("exit", () => reject(new Error(`${program} stopped`)));
    });
    stopped.catch(() => {});
    const said = new Promise((resolve) => {
      let text = "";
      stdout.on("data", (more) => {
        text += more;
        const found = started?.exec(text);
        if (found) resolve(`http://127.0.0.1:${found[1]}`);
      });
    });
    return Promise.race([stopped, address ? answers(address) : said]);
  }

  /** SIGKILL for the whole browser; gives when nothing of it runs any more. */
  async kill() {
    const { pid } = this.#program ?? {};
    const gone = this.browserPid;
    this.browserPid = undefined;
    this.#program = undefined;
    this.driver = undefined;
    if (!pid) return;
    endGroup(pid);
    while (gone && existsSync(`/proc/${gone}/exe`)) await sleep(20);
  }

  async open(href) {
    await this.driver.get(href);
  }

  async reload() {
    await this.driver.navigate().refresh();
  }

  /** Before something is typed into a field. */
  async approach() {}

  /** "mousePressed", "mouseMoved" or "mouseReleased"; the button stays down in between. */
  async mouse(type, { x, y }) {
    const actions = this.driver.actions({ async: true }).move({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0 });
    if (type === "mousePressed") actions.press();
    if (type === "mouseReleased") actions.release();
    await actions.perform();
  }
}

/** Ends a process and its descendants; the browser's processes are in its driver's group. */
export function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (problem) {
    if (problem.code !== "ESRCH") throw problem;
  }
}

async function answers(address) {
  for (;;) {
    if (await fetch(`${address}/status`).then(({ ok }) => ok, () => false)) return address;
    await sleep(50);
  }
}

/** A port nobody listens on now. */
export async function freePort() {
  const server = createServer();
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  const { port } = server.address();
  await new Promise((done) => server.close(done));
  return port;
}

/** A proxy that refuses everything and remembers who was asked for. */
export async function watchOutside() {
  const hosts = new Set();
  const server = createServer((request, response) => {
    hosts.add(request.headers.host ?? request.url);
    response.writeHead(502).end();
  });
  server.on("connect", (request, socket) => {
    hosts.add(request.url);
    socket.on("error", () => {});
    socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    hosts,
    port: server.address().port,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}
