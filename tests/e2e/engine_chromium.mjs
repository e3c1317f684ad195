// Chromium, over WebDriver and its own protocol: 360×800 with touch, as a phone has it.

import { join } from "node:path";

import { Builder } from "selenium-webdriver";
import chrome from "selenium-webdriver/chrome.js";

import { Engine } from "./engine.mjs";

export class Chromium extends Engine {
  /** Whom Chromium asks for its own sake, whatever it is told: for dictionaries, for messages, after some
   *  minutes. And what Debian's opens in a window of its own when it starts on a profile again. */
  static itsOwn = /^(redirector\.gvt1\.com|www\.google\.com|android\.clients\.google\.com)(:|$)|^start\.duckduckgo\.com:443$/;
  /** It writes under another name until the file is whole. */
  static unfinished = /\.(crdownload|tmp)$/;

  async start() {
    const { profile, downloads, outside, direct } = this.home;
    const address = await this.startProgram(process.env.CHROMEDRIVER ?? "chromedriver", ["--port=0"], { started: /started successfully on port (\d+)/ });
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
      `--user-data-dir=${profile}`,
      // Every request to another machine, of a page, a worker or the browser itself, comes to
      // us and is refused. Requests to this machine never go through a proxy.
      `--proxy-server=127.0.0.1:${outside.port}`,
      ...(direct ? [`--proxy-bypass-list=${direct}`] : []),
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
    this.browserPid = (await this.driver.getCapabilities()).get("goog:processID");
    await this.driver.manage().setTimeouts({ script: 60_000 });
    await this.cdp("Browser.setDownloadBehavior", { behavior: "allow", downloadPath: downloads, eventsEnabled: true });
    await this.setScheme(this.scheme);
    if (this.position !== undefined) await this.geolocate(this.position);
  }

  async cdp(command, values = {}) {
    return this.driver.sendAndGetDevToolsCommand(command, values);
  }

  async geolocate(position) {
    const { origin } = this.home;
    await this.cdp("Browser.setPermission", {
      permission: { name: "geolocation" },
      setting: position === "denied" ? "denied" : "granted",
      origin: origin(),
    });
    const { lat, lon, accuracy = 8 } = position === "denied" ? {} : (position ?? {});
    await this.cdp("Emulation.setGeolocationOverride", lat === undefined ? {} : { latitude: lat, longitude: lon, accuracy });
  }

  async throttle({ cpu = 1, kbps, latency = 0 }) {
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
    await this.cdp("Emulation.setEmulatedMedia", { features: [{ name: "prefers-color-scheme", value: scheme }] });
  }

  async medium(media) {
    await this.cdp("Emulation.setEmulatedMedia", { media });
  }

  async viewport({ width, height, scale, mobile }) {
    await this.cdp("Emulation.setDeviceMetricsOverride", { width, height, deviceScaleFactor: scale, mobile });
  }

  async preload(source) {
    await this.cdp("Page.enable");
    const { identifier } = await this.cdp("Page.addScriptToEvaluateOnNewDocument", { source });
    return () => this.cdp("Page.removeScriptToEvaluateOnNewDocument", { identifier });
  }

  async print() {
    const { data } = await this.cdp("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
    return Buffer.from(data, "base64");
  }

  async userAgent(userAgent) {
    await this.cdp("Emulation.setUserAgentOverride", { userAgent });
  }

  /** `what`: "indexeddb", "file_systems". */
  async clear(...what) {
    await this.cdp("Storage.clearDataForOrigin", { origin: this.home.origin(), storageTypes: what.join() });
  }

  async quota(quotaSize) {
    await this.cdp("Storage.overrideQuotaForOrigin", { origin: this.home.origin(), quotaSize });
  }

  async mouse(type, { x, y }) {
    await this.cdp("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1, buttons: type === "mouseReleased" ? 0 : 1 });
  }

  async touch({ x, y }, at) {
    await this.cdp("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: [{ x, y, id: 0 }], timestamp: at / 1000 });
    await this.cdp("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
  }

  async problems() {
    const entries = await this.driver.manage().logs().get("browser");
    return entries.filter(({ level }) => level.name === "SEVERE").map(({ message }) => message);
  }
}
