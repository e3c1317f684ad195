// Firefox, over WebDriver and its newer protocol. It has no WebGL here: the place to see what stands in for the map.

import { mkdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { Builder, Origin } from "selenium-webdriver";
import firefox from "selenium-webdriver/firefox.js";
import { Pointer } from "selenium-webdriver/lib/input.js";

import { Engine } from "./engine.mjs";

const NOWHERE = "http://127.0.0.1:9/";

export class Firefox extends Engine {
  /** Whom Firefox asks for its own sake. */
  static itsOwn = /(^|\.)(mozilla\.(com|org|net)|firefox\.com|mozgcp\.net)(:|$)/;
  static unfinished = /\.part$/;

  #bidi;
  #measures;
  #size = { width: 360, height: 800, scale: 2 };
  #errors = [];
  #seen = 0;

  async start() {
    const { profile, folder, downloads, outside, direct } = this.home;
    const address = await this.startProgram("geckodriver", ["--port=0", "--websocket-port=0", "--allow-system-access", `--profile-root=${folder}`], {
      started: /Listening on 127\.0\.0\.1:(\d+)/,
    });
    // A profile that stays, so that it can be killed and started again.
    await mkdir(profile, { recursive: true });
    // The door of the browser before: the driver would knock there.
    await rm(join(profile, "MarionetteActivePort"), { force: true });
    const options = new firefox.Options().addArguments("-headless", "-profile", profile).windowSize({ width: 500, height: 800 }).enableBidi();
    const dark = this.scheme === "dark";
    for (const [name, value] of Object.entries({
      "intl.accept_languages": "fr-FR, fr",
      // A position is given by us or by nobody.
      "geo.provider.network.url": NOWHERE,
      "geo.provider.use_geoclue": false,
      "permissions.default.geo": this.position === "denied" ? 2 : 1,
      "browser.download.folderList": 2,
      "browser.download.dir": downloads,
      "browser.download.useDownloadDir": true,
      "browser.download.alwaysOpenPanel": false,
      "browser.helperApps.neverAsk.saveToDisk": "application/zip,text/html",
      "ui.systemUsesDarkTheme": dark ? 1 : 0,
      "layout.css.prefers-color-scheme.content-override": dark ? 0 : 1,
      // Not the tabs of before a kill, nor the question whether to start without add-ons.
      "browser.sessionstore.resume_from_crash": false,
      "toolkit.startup.max_resumed_crashes": -1,
      // Every request to another machine comes to us and is refused.
      "network.proxy.type": 1,
      "network.proxy.http": "127.0.0.1",
      "network.proxy.http_port": outside.port,
      "network.proxy.ssl": "127.0.0.1",
      "network.proxy.ssl_port": outside.port,
      "network.proxy.no_proxies_on": ["localhost", "127.0.0.1", ...(direct ? [direct] : [])].join(),
      // Fingers, as on a phone.
      "dom.w3c_touch_events.enabled": 1,
    })) {
      options.setPreference(name, value);
    }
    this.driver = await new Builder().usingServer(address).forBrowser("firefox").setFirefoxOptions(options).build();
    this.browserPid = (await this.driver.getCapabilities()).get("moz:processID");
    await this.driver.manage().setTimeouts({ script: 60_000 });
    this.#bidi = await this.driver.getBidi();
    this.#bidi.on("log.entryAdded", ({ level, type, text }) => {
      if (level === "error" && type === "console") this.#errors.push(text);
    });
    await this.#send("session.subscribe", { events: ["log.entryAdded"] });
    this.#seen = 0;
    await this.viewport(this.#size);
    if (this.position !== undefined) await this.geolocate(this.position);
  }

  async kill() {
    clearInterval(this.#measures);
    await this.#bidi?.close();
    this.#bidi = undefined;
    await super.kill();
  }

  async #send(method, params) {
    const { type, error, message, result } = await this.#bidi.send({ method, params });
    if (type === "error") throw new Error(`${method}: ${error}: ${message}`);
    return result;
  }

  /** Runs a function with the browser's own rights. */
  async #inBrowser(script, ...values) {
    await this.driver.setContext("chrome");
    try {
      return await this.driver.executeScript(script, ...values);
    } finally {
      await this.driver.setContext("content");
    }
  }

  async reload() {
    // WebDriver's goes past the service worker; a person's does not.
    await this.driver.executeScript(() => {
      window.beforeReload = true;
      location.reload();
    });
    for (let tries = 0; tries < 1000; tries += 1) {
      const there = await this.driver.executeScript(() => !window.beforeReload && document.readyState !== "loading").catch(() => false);
      if (there) return;
      await sleep(20);
    }
    throw new Error("the page was not loaded again");
  }

  async geolocate(position) {
    await this.#inBrowser((may) => Services.prefs.setIntPref("permissions.default.geo", may), position === "denied" ? 2 : 1);
    const { lat, lon, accuracy = 8 } = position === "denied" ? {} : (position ?? {});
    const tell = () =>
      this.#send("emulation.setGeolocationOverride", {
        userContexts: ["default"],
        // Without one the browser asks its own provider, which nobody reaches.
        coordinates: lat === undefined ? null : { latitude: lat, longitude: lon, accuracy },
      });
    clearInterval(this.#measures);
    await tell();
    // A phone says where it is every second; who asks later hears nothing otherwise.
    if (lat !== undefined) this.#measures = setInterval(() => tell().catch(() => {}), 1000).unref();
  }

  async setScheme(scheme) {
    await this.#inBrowser((dark) => {
      Services.prefs.setIntPref("layout.css.prefers-color-scheme.content-override", dark ? 0 : 1);
      Services.prefs.setIntPref("ui.systemUsesDarkTheme", dark ? 1 : 0);
    }, scheme === "dark");
  }

  async medium(media) {
    await this.#inBrowser((media) => void (gBrowser.selectedBrowser.browsingContext.mediumOverride = media), media);
  }

  async viewport({ width, height, scale }) {
    this.#size = { width, height, scale };
    await this.#send("browsingContext.setViewport", { userContexts: ["default"], viewport: { width, height }, devicePixelRatio: scale });
  }

  async preload(source) {
    const { script } = await this.#send("script.addPreloadScript", { functionDeclaration: `() => { ${source} }` });
    return () => this.#send("script.removePreloadScript", { script });
  }

  async print() {
    const context = await this.driver.getWindowHandle();
    const { data } = await this.#send("browsingContext.print", { context, background: true, page: { width: 21, height: 29.7 } });
    return Buffer.from(data, "base64");
  }

  async userAgent(userAgent) {
    await this.#send("emulation.setUserAgentOverride", { userContexts: ["default"], userAgent });
  }

  async clear(...what) {
    // Both at once is what "clear the data of this site" does, which takes its caches, too.
    const client = what.length === 1 ? { indexeddb: "idb", file_systems: "fs" }[what[0]] : undefined;
    await this.driver.setContext("chrome");
    await this.driver
      .executeAsyncScript(
        (origin, client, done) => {
          const principal = Services.scriptSecurityManager.createContentPrincipalFromOrigin(origin);
          const asked = client ? Services.qms.clearStoragesForClient(principal, client, "default") : Services.qms.clearStoragesForPrincipal(principal);
          asked.callback = () => done();
        },
        this.home.origin(),
        client ?? null,
      )
      .finally(() => this.driver.setContext("content"));
  }

  async touch({ x, y }) {
    const finger = new Pointer("finger", Pointer.Type.TOUCH);
    const actions = this.driver.actions({ async: true });
    actions.insert(finger, finger.move({ x: Math.round(x), y: Math.round(y), origin: Origin.VIEWPORT, duration: 0 }), finger.press(), finger.release());
    await actions.perform();
  }

  async problems() {
    // What the policy refused, and what a script threw, stands in the browser's own list.
    const refused = await this.#inBrowser((origin) =>
      Services.console.getMessageArray()
        .filter((each) => each instanceof Ci.nsIScriptError && !(each.flags & Ci.nsIScriptError.warningFlag) && (each.sourceName?.startsWith(origin) || each.innerWindowID))
        .map(({ errorMessage, sourceName, lineNumber }) => `${errorMessage} ${sourceName}:${lineNumber}`), this.home.origin());
    const fresh = refused.slice(this.#seen);
    this.#seen = refused.length;
    return [...fresh, ...this.#errors.splice(0)];
  }
}
