// WebKit, of the family of Safari: a small browser of our own (webkit_browser.py), because the one that
// comes with WebKit's driver forgets everything when it ends. It draws on a screen that nobody sees.

import { spawn } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { Builder } from "selenium-webdriver";

import { Engine, freePort } from "./engine.mjs";

const BROWSER = fileURLToPath(new URL("webkit_browser.py", import.meta.url));

export class Webkit extends Engine {
  static itsOwn = /(?!)/;
  static unfinished = /(?!)/;

  /** What webkit_browser.py is told, again after each start. */
  #told = { width: 360, height: 800, scripts: [] };
  #serial = 0;
  /** How much of the console was asked for already. */
  #read = 0;

  async start() {
    const { folder, profile, outside, direct } = this.home;
    await mkdir(profile, { recursive: true });
    await rm(join(folder, "heard"), { force: true });
    await this.#tell({
      profile,
      downloads: this.home.downloads,
      proxy: `http://127.0.0.1:${outside.port}`,
      direct: direct ? [direct] : [],
      scheme: this.scheme,
      position: this.position ?? null,
    });
    const port = await freePort();
    const address = await this.startProgram("WebKitWebDriver", [`--port=${port}`], {
      address: `http://127.0.0.1:${port}`,
      // "Print to File" is called so in no other language.
      environment: { DISPLAY: await screen(), GDK_BACKEND: "x11", LANG: "C.UTF-8", LANGUAGE: "en", LIBGL_ALWAYS_SOFTWARE: "1", NO_AT_BRIDGE: "1" },
    });
    this.driver = await new Builder()
      .usingServer(address)
      .withCapabilities({ browserName: "eclaireuse", "webkitgtk:browserOptions": { binary: BROWSER, args: [folder] } })
      .build();
    this.browserPid = Number(await readFile(join(folder, "pid"), "utf8"));
    await this.driver.manage().setTimeouts({ script: 60_000, pageLoad: 60_000 });
  }

  /** Writes what the browser reads again and again. */
  async #tell(values) {
    this.#serial += 1;
    this.#told = { ...this.#told, command: undefined, ...values, serial: this.#serial };
    const path = join(this.home.folder, "control.json");
    await writeFile(`${path}.new`, JSON.stringify(this.#told));
    await rename(`${path}.new`, path);
  }

  /** Writes it, and waits until it is done. */
  async #say(values) {
    await this.#tell(values);
    const heard = join(this.home.folder, "heard");
    for (let tries = 0; tries < 3000; tries += 1) {
      if (existsSync(heard) && Number(readFileSync(heard, "utf8")) >= this.#serial) return;
      await sleep(20);
    }
    throw new Error(`the browser did not do ${JSON.stringify(values)}`);
  }

  async open(href) {
    // WebKit loads a page anew that it shows already; the others only go to another place in it.
    const [page, hash] = href.split("#");
    const here = await this.driver.executeScript(() => location.href);
    if (hash !== undefined && here.split("#")[0] === page) await this.driver.executeScript((hash) => void (location.hash = hash), hash);
    else await this.driver.get(href);
  }

  /** Its driver does not scroll to what is typed into. */
  async approach(field) {
    await this.driver.executeScript((field) => field.scrollIntoView({ block: "center" }), field);
  }

  async geolocate(position) {
    const was = this.#told.position;
    // The same place is measured once more.
    await this.#say({ position, command: { measure: true } });
    // It still gives the place of just now to whoever takes one that is two seconds old, as the app does.
    if (was?.lat !== undefined && position?.lat === undefined) await sleep(2200);
  }

  async setScheme(scheme) {
    await this.#say({ scheme });
  }

  /** There is no way to tell it so: the rules for paper are made the rules of the screen. */
  async medium(media) {
    await this.driver.executeScript((paper) => {
      const turn = (list) => {
        list.asWritten ??= list.mediaText;
        const now = paper ? list.asWritten.replace(/\bscreen\b/g, "not all").replace(/\bprint\b/g, "all") : list.asWritten;
        if (list.mediaText !== now) list.mediaText = now;
      };
      const each = (rules) => {
        for (const rule of rules) {
          if (rule.media) turn(rule.media);
          if (rule.styleSheet) each(rule.styleSheet.cssRules);
          else if (rule.cssRules) each(rule.cssRules);
        }
      };
      for (const sheet of document.styleSheets) {
        turn(sheet.media);
        each(sheet.cssRules);
      }
    }, media === "print");
  }

  async viewport({ width, height }) {
    await this.#say({ width, height });
  }

  async preload(source) {
    await this.#say({ scripts: [...this.#told.scripts, source] });
    return () => this.#say({ scripts: this.#told.scripts.filter((each) => each !== source) });
  }

  async print() {
    const path = join(this.home.folder, "printed.pdf");
    await rm(path, { force: true });
    await this.#say({ command: { print: path } });
    return readFile(path);
  }

  async userAgent(userAgent) {
    await this.#say({ userAgent });
  }

  async clear(...what) {
    await this.#say({ command: { clear: what } });
  }

  /** It knows no fingers here; to the page a mouse is a pointer, too. */
  async touch(place) {
    await this.mouse("mousePressed", place);
    await this.mouse("mouseReleased", place);
  }

  async problems() {
    const said = await readFile(join(this.home.folder, "console.log"), "utf8");
    const fresh = said.slice(this.#read);
    this.#read = said.length;
    // A word of the policy that it does not know is passed over, and nothing was refused by it; and a page
    // that is left before all its modules came says that one of them failed.
    const nothing = /Unrecognized Content-Security-Policy directive|Importing a module script failed/;
    return fresh.split("\n").filter((line) => /^CONSOLE \S+ ERROR|^PAGE ENDED|panicked/.test(line) && !nothing.test(line));
  }
}

let shown;

/** A screen that nobody sees, for all the browsers of one run: its name. */
function screen() {
  shown ??= new Promise((resolve, reject) => {
    const server = spawn("Xvfb", ["-displayfd", "1", "-screen", "0", "3000x3000x24", "-nolisten", "tcp"], { stdio: ["ignore", "pipe", "ignore"] });
    process.once("exit", () => server.kill("SIGKILL"));
    server.once("error", reject);
    server.stdout.once("data", (number) => resolve(`:${`${number}`.trim()}`));
    // It ends with us, and holds nobody up.
    server.unref();
    server.stdout.unref();
  });
  return shown;
}
