// A phone for the stories: a browser at 360×800 with touch, in French, in front of the release
// build served as a static host would. It can be killed in the middle of anything and started
// again on the same profile, and its server can be taken away: that is how a phone in the
// field fails. It is Chromium, or what ECLAIREUSE_ENGINE says: firefox, webkit.
//
//   const phone = await startPhone();
//   await phone.open("#/");
//   await phone.tap("Éclairage public");
//   await phone.see("Enregistré");
//   await phone.close();
//
// Where a function takes `what`, a text that begins with # . [ or "css=" is a CSS selector;
// anything else is words that a person can see on the screen.

import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import axe from "axe-core";

import { serve } from "../../script/serve.mjs";
import { ENGINE, watchOutside } from "./engine.mjs";
import { Chromium } from "./engine_chromium.mjs";
import { Firefox } from "./engine_firefox.mjs";
import { Webkit } from "./engine_webkit.mjs";

export { ENGINE, cannot } from "./engine.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const DIST = join(ROOT, "dist");
const SCREENSHOTS = join(ROOT, "target/screenshots");
const PATIENCE = 10_000;
const ENGINES = { chromium: Chromium, firefox: Firefox, webkit: Webkit };

/**
 * Starts a server and a browser.
 * @param dir     what to serve
 * @param base    the path it is served under
 * @param scheme  "dark" or "light"
 * @param browser "chromium", "firefox", which has no WebGL here, or "webkit"
 * @param direct  an address of this machine on its network, which a browser does not trust
 */
export async function startPhone({ dir = DIST, base = "/", scheme = "dark", browser = ENGINE, position, direct } = {}) {
  if (!ENGINES[browser]) throw new Error(`no engine ${browser}: ${Object.keys(ENGINES).join(", ")}`);
  if (!existsSync(join(dir, "index.html"))) throw new Error(`nothing to test in ${dir}: run script/build first`);
  const phone = new Phone({ dir, base, scheme, browser, position, direct });
  try {
    await phone.startServer();
    await phone.start();
  } catch (problem) {
    await phone.close();
    throw problem;
  }
  return phone;
}

class Phone {
  /** Where downloads arrive. */
  downloads;
  /** The address of the app, once the server has started. */
  url;

  #site;
  #server;
  #port = 0;
  #folder;
  #outside;
  #browser;
  #direct;
  #first;
  #engine;

  constructor({ dir, base, scheme, browser, position, direct }) {
    this.#direct = direct;
    this.#site = { dir, base };
    this.#browser = browser;
    this.#first = { scheme, position };
  }

  /** The WebDriver session, for what is not here. */
  get driver() {
    return this.#engine?.driver;
  }

  /** Where the browser keeps what is its own, for a disk that damages it. */
  get profile() {
    return join(this.#folder, "profile");
  }

  // --- The server ------------------------------------------------------------------------

  /** Starts the server; on the same port as before if there was one. */
  async startServer() {
    this.#server = await serve({ ...this.#site, port: this.#port });
    this.#port = this.#server.port;
    this.url = this.#server.url;
  }

  /** No network any more: the server is gone, and what was open is cut. */
  async stopServer() {
    await this.#server?.close();
    this.#server = undefined;
  }

  /** From the next request on, serves another folder at the same address: a new version. */
  async serveInstead(dir) {
    this.#site.dir = dir;
    await this.stopServer();
    await this.startServer();
  }

  // --- The browser's life ----------------------------------------------------------------

  /** Starts the browser, on the profile of before if there was one. */
  async start() {
    this.#folder ??= await mkdtemp(join(tmpdir(), "eclaireuse-phone-"));
    this.downloads = join(this.#folder, "downloads");
    await mkdir(this.downloads, { recursive: true });
    this.#outside ??= await watchOutside();
    this.#engine ??= Object.assign(
      new ENGINES[this.#browser]({
        folder: this.#folder,
        profile: this.profile,
        downloads: this.downloads,
        outside: this.#outside,
        direct: this.#direct,
        origin: () => new URL(this.url).origin,
      }),
      this.#first,
    );
    await this.#engine.start();
  }

  /** The battery is taken out: SIGKILL for the whole browser, nothing is flushed. */
  async kill() {
    await this.#engine?.kill();
  }

  /** kill() if it was not done, then a new start on the same profile. */
  async restart() {
    await this.kill();
    await this.start();
  }

  /** Ends everything and removes the profile. */
  async close() {
    await this.driver?.quit().catch(() => {});
    await this.kill();
    await this.stopServer();
    await this.#outside?.close();
    if (this.#folder) await rm(this.#folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 });
  }

  // --- What a person does ----------------------------------------------------------------

  /** Opens a path of the app: "", "#/walk", "rescue.html". A new hash alone does not reload. */
  async open(path = "") {
    await this.#engine.open(new URL(path, this.url).href);
  }

  async reload() {
    await this.#engine.reload();
  }

  async back() {
    await this.driver.navigate().back();
  }

  /** Waits until it is visible, and gives the element. */
  async see(what, { timeout = PATIENCE } = {}) {
    return this.until(`“${what}” is not on the screen`, () => this.#find(what, false), timeout);
  }

  /** Waits until it is not visible any more. */
  async gone(what, { timeout = PATIENCE } = {}) {
    await this.until(`“${what}” is still on the screen`, async () => !(await this.#find(what, false)), timeout);
  }

  /** Whether it is visible now, without waiting. */
  async shows(what) {
    return Boolean(await this.#find(what, false));
  }

  /** Taps it as soon as it can be tapped. Words look for a button, a link or a label. */
  async tap(what, { timeout = PATIENCE } = {}) {
    const attempt = async () => {
      const element = await this.#find(what, true);
      if (!element) return false;
      // Out from under what sticks to the edges of the screen, as a person would scroll.
      await this.driver.executeScript(bringOut, element);
      await this.driver.executeAsyncScript(standsStill, element);
      await this.driver.executeScript(awaitTap, element);
      await element.click();
      // Where something slid under the finger in between, the tap was another's: once more. A page
      // that was left has nothing to say.
      return !(await this.driver.executeScript("return window.missedTap === true && document.contains(window.awaitedTap)").catch(() => false));
    };
    await this.until(`“${what}” cannot be tapped`, attempt, timeout);
  }

  /** Replaces what is in a field. */
  async type(what, text) {
    const field = await this.see(what);
    await this.#engine.approach(field);
    await field.clear();
    // Not every driver takes a tabulator for the key.
    await field.sendKeys(text.replaceAll("\t", "\uE004"));
  }

  /** Chooses files for a file input, which may be hidden. */
  async upload(css, ...paths) {
    const input = await this.until(`no ${css}`, async () => (await this.driver.findElements({ css }))[0]);
    await input.sendKeys(paths.join("\n"));
  }

  /** The visible text of an element. */
  async text(what = "css=body") {
    return (await this.see(what)).getText();
  }

  // --- What the phone knows and suffers ----------------------------------------------------

  /** A position { lat, lon, accuracy }, null for no signal, "denied" for a refusal. */
  async geolocate(position) {
    this.#engine.position = position;
    await this.#engine.geolocate(position);
  }

  /** A slow processor (cpu: 4 is four times slower) and network (kilobits/s, milliseconds).
   *  Without a value, as it is. What a service worker fetches is not slowed. Chromium only. */
  async throttle({ cpu, kbps, latency } = {}) {
    await this.#engine.throttle({ cpu, kbps, latency });
  }

  async setScheme(scheme) {
    this.#engine.scheme = scheme;
    await this.#engine.setScheme(scheme);
  }

  /** Shows the page as it is for "print"; "" for a screen again. */
  async medium(media) {
    await this.#engine.medium(media);
  }

  /** Another screen, in CSS pixels. Going to another page may give the first one back. */
  async viewport({ width, height, scale = 1, mobile = false }) {
    await this.#engine.viewport({ width, height, scale, mobile });
  }

  /** From the next page on, runs a script before the page's own; gives what ends that. */
  async preload(source) {
    return this.#engine.preload(source);
  }

  async userAgent(text) {
    await this.#engine.userAgent(text);
  }

  /** The browser's own hand on its data: "indexeddb", "file_systems". */
  async clear(...what) {
    await this.#engine.clear(...what);
  }

  /** How many bytes the app may store; without a value as many as there are. Chromium only. */
  async quota(bytes) {
    await this.#engine.quota(bytes);
  }

  /** "mousePressed", "mouseMoved" or "mouseReleased" at a place of the window. */
  async mouse(type, place) {
    await this.#engine.mouse(type, place);
  }

  /** A finger that comes down and leaves; `at`: when it came down, ms since 1970: a busy machine hears of
   *  it late, as a slow phone does. */
  async touch(place, at) {
    await this.#engine.touch(place, at);
  }

  // --- What a test looks at ----------------------------------------------------------------

  /** Tries until the result is true, and gives it. An element may go while it is looked at: the
   *  screen is alive, so that is a reason to look again. */
  async until(complaint, attempt, timeout = PATIENCE) {
    const end = Date.now() + timeout;
    for (;;) {
      let trouble;
      try {
        const result = await attempt();
        if (result) return result;
      } catch (problem) {
        if (!/StaleElement|ClickIntercepted|NotInteractable|InvalidElementState/.test(problem.name)) throw problem;
        trouble = problem;
      }
      if (Date.now() > end) {
        const screen = await this.run(() => document.body?.innerText).catch(() => "(no page)");
        throw new Error(`${complaint}. On the screen:\n${screen}`, { cause: trouble });
      }
      await sleep(50);
    }
  }

  /** Runs a function in the page; waits for its promise. */
  async run(script, ...values) {
    return this.driver.executeScript(script, ...values);
  }

  /** Chromium's own protocol, for what the others need not do. */
  async cdp(command, values = {}) {
    return this.#engine.cdp(command, values);
  }

  /** What the browser prints now, as a PDF. */
  async print() {
    return this.#engine.print();
  }

  /** A picture in target/screenshots/. */
  async screenshot(name) {
    const path = join(SCREENSHOTS, this.#browser === "chromium" ? "" : this.#browser, `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await this.driver.takeScreenshot(), "base64");
    return path;
  }

  /** Hosts asked for since the start, other than this machine. The app's policy lets a page reach its own
   *  host only, and a breach of it is an error in the console; so what the browser asks for its own sake
   *  may be left out. */
  requestsToOtherHosts() {
    return [...this.#outside.hosts].filter((host) => !ENGINES[this.#browser].itsOwn.test(host));
  }

  /** Errors in the console since last asked: refusals of the security policy among them. */
  async problems() {
    return this.#engine.problems();
  }

  /** Waits until the service worker has every file. */
  async offlineReady({ timeout = 60_000 } = {}) {
    // Asking for the registration wakes a worker whose installation ended while the page slept:
    // seen once in a while when the files took long to arrive.
    const active = () =>
      this.run(async () => {
        await navigator.serviceWorker?.getRegistration();
        return navigator.serviceWorker?.controller?.state === "activated";
      });
    await this.until("no service worker controls the page", active, timeout);
  }

  /** The path of a finished download whose name matches. */
  async waitForDownload(pattern, { timeout = 30_000 } = {}) {
    const arrived = async () => {
      const names = await readdir(this.downloads);
      const { unfinished } = ENGINES[this.#browser];
      const name = names.find((each) => pattern.test(each) && !unfinished.test(each) && !names.some((other) => other !== each && other.startsWith(each) && unfinished.test(other)));
      return name && join(this.downloads, name);
    };
    return this.until(`no download like ${pattern}`, arrived, timeout);
  }

  /** Serious and critical accessibility faults of the screen as it is now. */
  async axe() {
    await this.driver.executeScript(`${axe.source}; return true`);
    const violations = await this.run(async () => (await window.axe.run()).violations);
    return violations
      .filter(({ impact }) => impact === "serious" || impact === "critical")
      .map(({ id, impact, help, nodes }) => ({
        id,
        impact,
        help,
        where: nodes.map(({ target, failureSummary }) => `${target.join(" ")}: ${failureSummary}`),
      }));
  }

  // --- Inside ----------------------------------------------------------------------------

  async #find(what, toTap) {
    const css = /^[#.[]/.test(what) ? what : what.startsWith("css=") ? what.slice(4) : null;
    return this.driver.executeScript(findInPage, what, css, toTap);
  }
}

/** Runs in the page: scrolls only when something else would take the tap. */
function bringOut(element) {
  const { left, top, width, height } = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, top + height / 2);
  if (!there || !(element.contains(there) || there.contains(element))) element.scrollIntoView({ block: "center" });
}

/** Runs in the page: remembers whether the next tap reaches the element. */
function awaitTap(element) {
  window.awaitedTap = element;
  window.missedTap = true;
  const reached = () => (window.missedTap = false);
  element.addEventListener("click", reached, { capture: true, once: true });
}

/** Runs in the page: waits until two frames in a row show the element at the same place, or half a
 *  second. A person aims at what they see; a script would tap what slid under its finger. */
function standsStill(element, done) {
  const place = () => {
    const { left, top, width, height } = element.getBoundingClientRect();
    return `${left} ${top} ${width} ${height}`;
  };
  const end = performance.now() + 500;
  const look = (before) => {
    const now = place();
    if (now === before || performance.now() > end) done();
    else requestAnimationFrame(() => look(now));
  };
  // A page that is not drawn has no frames to wait for.
  setTimeout(done, 600);
  requestAnimationFrame(() => look(""));
}

/** Runs in the page. */
function findInPage(what, css, toTap) {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  if (css) return [...document.querySelectorAll(css)].find(shown) ?? null;

  // French puts narrow spaces before ? and !, and curly apostrophes; a test need not.
  const plain = (text) => (text ?? "").replace(/[\s\u00a0\u202f]+/g, " ").replace(/’/g, "'").trim();
  const wanted = plain(what);
  if (toTap) {
    const name = (element) => plain(element.getAttribute("aria-label") || element.innerText || element.value);
    const able = [
      ...document.querySelectorAll("a[href], button, label, summary, select, input, [role=button], [role=tab], [role=radio], [role=option], [role=switch]"),
    ].filter((element) => shown(element) && !element.disabled && element.getAttribute("aria-disabled") !== "true");
    return (
      able.find((element) => name(element) === wanted) ??
      able.find((element) => name(element).startsWith(wanted)) ??
      able.find((element) => name(element).includes(wanted)) ??
      null
    );
  }
  const says = (element) => shown(element) && plain(element.innerText).includes(wanted);
  let element = document.body;
  if (!element || !says(element)) return null;
  for (let inner; (inner = [...element.children].find(says)); ) element = inner;
  return element;
}
