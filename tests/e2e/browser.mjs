// A phone for the stories: Chromium at 360×800 with touch, in French, in front of the release
// build served as a static host would. It can be killed in the middle of anything and started
// again on the same profile, and its server can be taken away: that is how a phone in the
// field fails.
//
//   const phone = await startPhone();
//   await phone.open("#/");
//   await phone.tap("Éclairage public");
//   await phone.see("Enregistré");
//   await phone.close();
//
// Where a function takes `what`, a text that begins with # . [ or "css=" is a CSS selector;
// anything else is words that a person can see on the screen.

import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import axe from "axe-core";
import { Builder } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";
import firefox from "selenium-webdriver/firefox.js";

import { serve } from "../../script/serve.mjs";

const ROOT = fileURLToPath(new URL("../../", import.meta.url));
export const DIST = join(ROOT, "dist");
const SCREENSHOTS = join(ROOT, "target/screenshots");
/** Whom Chromium asks for its own sake, whatever it is told: for dictionaries, for messages, after some
 *  minutes. The app's policy lets a page reach its own host only, and a breach of it is an error in
 *  the console. */
const ITS_OWN = /^(redirector\.gvt1\.com|www\.google\.com|android\.clients\.google\.com)(:|$)/;
const PATIENCE = 10_000;
// Debian's Chromium opens it in a window of its own when it starts on a profile again.
const START_PAGE = "start.duckduckgo.com:443";

/**
 * Starts a server and a browser.
 * @param dir     what to serve
 * @param base    the path it is served under
 * @param scheme  "dark" or "light"
 * @param browser "chromium", or "firefox", which has no WebGL here; there the position is given at
 *                the start and stays, and the network cannot be watched
 * @param direct  an address of this machine on its network, which a browser does not trust
 */
export async function startPhone({ dir = DIST, base = "/", scheme = "dark", browser = "chromium", position, direct } = {}) {
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
  /** The WebDriver session, for what is not here. */
  driver;
  /** Where downloads arrive. */
  downloads;
  /** The address of the app, once the server has started. */
  url;

  #site;
  #scheme;
  #server;
  #port = 0;
  #folder;
  #webdriver;
  #browserPid;
  #outside;
  #position;
  #browser;
  #direct;

  constructor({ dir, base, scheme, browser, position, direct }) {
    this.#direct = direct;
    this.#site = { dir, base };
    this.#scheme = scheme;
    this.#browser = browser;
    this.#position = position;
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
    if (this.#browser === "firefox") return this.#startFirefox();
    this.#outside ??= await watchOutside();

    const address = await this.#startDriver(process.env.CHROMEDRIVER ?? "chromedriver", ["--port=0"], /started successfully on port (\d+)/);
    const options = new chrome.Options();
    options.addArguments(
      "--headless=new",
      "--no-sandbox",
      // WebGL without a graphics card, so that the map is drawn wherever the tests run.
      "--use-angle=swiftshader",
      "--enable-unsafe-swiftshader",
      "--disable-quic",
      "--no-first-run",
      "--disable-background-networking",
      "--disable-component-update",
      "--disable-sync",
      // What the browser would ask for its own sake, sent nowhere.
      "--disable-features=NetworkTimeServiceQuerying,AutofillServerCommunication,OptimizationHints,OptimizationGuideModelDownloading,OptimizationGuideModelExecution,PreconnectToSearch,MediaRouter",
      "--gaia-url=http://127.0.0.1:9/",
      "--gcm-checkin-url=http://127.0.0.1:9/",
      "--gcm-registration-url=http://127.0.0.1:9/",
      "--component-updater=url-source=http://127.0.0.1:9/",
      "--lang=fr-FR",
      "--accept-lang=fr-FR,fr",
      `--user-data-dir=${join(this.#folder, "profile")}`,
      // Every request to another machine, of a page, a worker or the browser itself, comes to
      // us and is refused. Requests to this machine never go through a proxy.
      `--proxy-server=127.0.0.1:${this.#outside.port}`,
      ...(this.#direct ? [`--proxy-bypass-list=${this.#direct}`] : []),
    );
    options.setMobileEmulation({ deviceMetrics: { width: 360, height: 800, pixelRatio: 2, mobile: true, touch: true } });
    // Nor the start page a distribution chose, nor the tabs of before a kill.
    options.setUserPreferences({
      session: { restore_on_startup: 4, startup_urls: ["about:blank"] },
      // Nor what the browser guesses will be asked for next.
      net: { network_prediction_options: 2 },
      search: { suggest_enabled: false },
      autofill: { enabled: false },
      // Nor the dictionary it fetches for itself when somebody writes a sentence.
      browser: { enable_spellchecking: false },
      spellcheck: { dictionaries: [] },
    });
    options.setLoggingPrefs({ browser: "ALL" });
    this.driver = await new Builder().usingServer(address).forBrowser("chrome").setChromeOptions(options).build();
    this.#browserPid = (await this.driver.getCapabilities()).get("goog:processID");
    await this.driver.manage().setTimeouts({ script: 60_000 });
    await this.cdp("Browser.setDownloadBehavior", {
      behavior: "allow",
      downloadPath: this.downloads,
      eventsEnabled: true,
    });
    await this.setScheme(this.#scheme);
    if (this.#position !== undefined) await this.geolocate(this.#position);
  }

  async #startFirefox() {
    const address = await this.#startDriver("geckodriver", ["--port=0", `--profile-root=${this.#folder}`], /Listening on 127\.0\.0\.1:(\d+)/);
    // A profile that stays, so that it can be killed and started again.
    const profile = join(this.#folder, "profile");
    await mkdir(profile, { recursive: true });
    // The door of the browser before: the driver would knock there.
    await rm(join(profile, "MarionetteActivePort"), { force: true });
    const options = new firefox.Options().addArguments("-headless", "-profile", profile).windowSize({ width: 500, height: 800 });
    const { lat, lon, accuracy = 8 } = this.#position ?? {};
    const found = JSON.stringify({ location: { lat, lng: lon }, accuracy });
    for (const [name, value] of Object.entries({
      "intl.accept_languages": "fr-FR, fr",
      "geo.provider.network.url": `data:application/json,${lat === undefined ? "{}" : encodeURIComponent(found)}`,
      "geo.provider.use_geoclue": false,
      "permissions.default.geo": 1,
      "browser.download.folderList": 2,
      "browser.download.dir": this.downloads,
      "browser.download.useDownloadDir": true,
      "browser.helperApps.neverAsk.saveToDisk": "application/zip,text/html",
      "ui.systemUsesDarkTheme": this.#scheme === "dark" ? 1 : 0,
      "layout.css.prefers-color-scheme.content-override": this.#scheme === "dark" ? 0 : 1,
    })) {
      options.setPreference(name, value);
    }
    this.driver = await new Builder().usingServer(address).forBrowser("firefox").setFirefoxOptions(options).build();
    this.#browserPid = (await this.driver.getCapabilities()).get("moz:processID");
    await this.driver.manage().setTimeouts({ script: 60_000 });
  }

  async #startDriver(program, options, started) {
    // In a group of its own, so that nothing it started outlives a test.
    this.#webdriver = spawn(program, options, {
      detached: true,
      stdio: ["ignore", "pipe", "ignore"],
      // The walk is in France, wherever the test runs.
      env: { ...process.env, TZ: "Europe/Paris", LANGUAGE: "fr_FR" },
    });
    const { pid, stdout } = this.#webdriver;
    process.setMaxListeners(0);
    process.once("exit", () => endGroup(pid));
    const port = await new Promise((resolve, reject) => {
      let said = "";
      stdout.on("data", (text) => {
        said += text;
        const found = started.exec(said);
        if (found) resolve(found[1]);
      });
      this.#webdriver.once("error", reject);
      this.#webdriver.once("exit", () => reject(new Error(`${program} stopped: ${said}`)));
    });
    return `http://127.0.0.1:${port}`;
  }

  /** The battery is taken out: SIGKILL for the whole browser, nothing is flushed. */
  async kill() {
    const { pid } = this.#webdriver ?? {};
    const gone = this.#browserPid;
    this.#browserPid = undefined;
    this.#webdriver = undefined;
    this.driver = undefined;
    if (!pid) return;
    endGroup(pid);
    while (gone && existsSync(`/proc/${gone}/exe`)) await sleep(20);
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
    await this.driver.get(new URL(path, this.url).href);
  }

  async reload() {
    await this.driver.navigate().refresh();
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
    await field.clear();
    await field.sendKeys(text);
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
    this.#position = position;
    await this.cdp("Browser.setPermission", {
      permission: { name: "geolocation" },
      setting: position === "denied" ? "denied" : "granted",
      origin: new URL(this.url).origin,
    });
    const { lat, lon, accuracy = 8 } = position === "denied" ? {} : (position ?? {});
    await this.cdp("Emulation.setGeolocationOverride", lat === undefined ? {} : { latitude: lat, longitude: lon, accuracy });
  }

  /** A slow processor (cpu: 4 is four times slower) and network (kilobits/s, milliseconds).
   *  Without a value, as it is. What a service worker fetches is not slowed. */
  async throttle({ cpu = 1, kbps, latency = 0 } = {}) {
    await this.cdp("Emulation.setCPUThrottlingRate", { rate: cpu });
    const rate = kbps === undefined ? -1 : (kbps * 1000) / 8;
    await this.cdp("Network.enable");
    await this.cdp("Network.emulateNetworkConditions", {
      offline: false,
      latency,
      downloadThroughput: rate,
      uploadThroughput: rate,
    });
  }

  async setScheme(scheme) {
    this.#scheme = scheme;
    await this.cdp("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
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

  async cdp(command, values = {}) {
    return this.driver.sendAndGetDevToolsCommand(command, values);
  }

  /** A picture in target/screenshots/. */
  async screenshot(name) {
    const path = join(SCREENSHOTS, `${name}.png`);
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, await this.driver.takeScreenshot(), "base64");
    return path;
  }

  /** Hosts asked for since the start, other than this machine. */
  requestsToOtherHosts() {
    return [...this.#outside.hosts].filter((host) => host !== START_PAGE && !ITS_OWN.test(host));
  }

  /** Errors in the console since last asked: refusals of the security policy among them. */
  async problems() {
    const entries = await this.driver.manage().logs().get("browser");
    return entries.filter(({ level }) => level.name === "SEVERE").map(({ message }) => message);
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
      // Chromium writes under another name until the file is whole.
      const name = names.find((each) => pattern.test(each) && !/\.(crdownload|tmp)$/.test(each));
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

/** Ends a process and its descendants; the browser's processes are in chromedriver's group. */
function endGroup(pid) {
  try {
    process.kill(-pid, "SIGKILL");
  } catch (problem) {
    if (problem.code !== "ESRCH") throw problem;
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

/** A proxy that refuses everything and remembers who was asked for. */
async function watchOutside() {
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
