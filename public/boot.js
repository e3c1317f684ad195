// What the page does around the app: before it starts, after it started, and when it stops.
// Nothing here needs the app's wasm, so all of it works when the wasm does not.
//
// Events on `window`
//   from the app   eclaireuse:ready           the first screen is drawn and can be used
//                  eclaireuse:panic           the app stopped
//                  eclaireuse:update-agreed   the person agrees to the new version, now
//   to the app     eclaireuse:offline-ready   every file is on the device
//                  eclaireuse:update-ready    a new version is there; may be said more than once
(() => {
  "use strict";

  const app = document.getElementById("app");
  const broken = document.getElementById("broken");
  let ready = false;

  const tell = (name) => window.dispatchEvent(new CustomEvent(`eclaireuse:${name}`));

  // --- When the app does not start, or stops -------------------------------------------

  const stop = () => {
    app.hidden = true;
    broken.hidden = false;
  };

  window.addEventListener("eclaireuse:panic", stop);

  // A trap in wasm leaves the app's memory in an unknown state, whether or not its panic
  // hook had the time to speak. Before the app is ready, any failing script means that it
  // will not start; afterwards, an ordinary script error is no reason to hide the screen.
  const failed = (reason) => {
    const trap = typeof WebAssembly === "object" && reason instanceof WebAssembly.RuntimeError;
    if (trap || !ready) stop();
  };
  window.addEventListener("unhandledrejection", (event) => failed(event.reason));
  window.addEventListener(
    "error",
    (event) => {
      // A file that does not load gives an event on its element, seen only while capturing.
      if (event.target === window) failed(event.error);
      else if (event.target instanceof HTMLScriptElement) failed(null);
    },
    true,
  );
  if (typeof WebAssembly !== "object" || !("noModule" in HTMLScriptElement.prototype)) stop();

  // --- Once the first screen can be used -----------------------------------------------

  const whenIdle = (task) =>
    "requestIdleCallback" in window ? requestIdleCallback(task, { timeout: 4000 }) : setTimeout(task, 1500);

  window.addEventListener(
    "eclaireuse:ready",
    () => {
      ready = true;
      document.getElementById("splash")?.remove();
      broken.hidden = true;
      app.hidden = false;
      loadIcons();
      // Text is readable in the system's font at once; the better one never delays it.
      whenIdle(loadFont);
      // Precaching takes the network and the processor: after the first screen, never with it.
      whenIdle(keepForOffline);
    },
    { once: true },
  );

  // The other screens' pictures; words stand beside each of them meanwhile.
  async function loadIcons() {
    try {
      const sprite = await (await fetch("icons.svg")).text();
      const svg = new DOMParser().parseFromString(sprite, "image/svg+xml").documentElement;
      document.body.append(document.importNode(svg, true));
    } catch {
      whenIdle(loadIcons);
    }
  }

  function loadFont() {
    const url = "url(fonts/atkinson-hyperlegible-next.woff2)";
    new FontFace("Atkinson Hyperlegible Next", url, { weight: "200 800" }).load().then(
      (font) => document.fonts.add(font),
      () => {}, // The system's font stays.
    );
  }

  // A page taken out of the browser's back-button store does not know what was written since.
  window.addEventListener("pageshow", ({ persisted }) => persisted && location.reload());

  // --- Working without a network, and taking a new version without harm ------------------

  // Absent in private windows of some browsers, and on plain http.
  const workers = navigator.serviceWorker;
  let agreed = false;

  async function keepForOffline() {
    if (!workers) return;
    let controlled = Boolean(workers.controller);
    workers.addEventListener("controllerchange", () => {
      // Only the tab where the person agreed reloads. The others still run the old version
      // in front of the new one's files: they are told again, and choose their moment.
      if (agreed) location.reload();
      else if (controlled) tell("update-ready");
      controlled = true;
    });

    let registration;
    try {
      registration = await workers.register("sw.js", { updateViaCache: "none" });
    } catch {
      return; // The app works as before; it only needs the network to start.
    }
    const follow = (worker) => {
      const look = () => {
        if (worker.state === "installed" && registration.active) tell("update-ready");
        if (worker.state === "activated") tell("offline-ready");
      };
      worker.addEventListener("statechange", look);
      look();
    };
    registration.addEventListener("updatefound", () => follow(registration.installing));
    for (const worker of [registration.installing, registration.waiting, registration.active]) {
      if (worker) follow(worker);
    }
  }

  /** Lets the waiting version take over, then reloads this tab. */
  async function takeUpdate() {
    agreed = true;
    const registration = await workers?.getRegistration();
    if (registration?.waiting) registration.waiting.postMessage({ type: "SKIP_WAITING" });
    else location.reload(); // Another tab already agreed.
  }
  window.addEventListener("eclaireuse:update-agreed", takeUpdate);

  // "Relancer" after a failed start: if a repaired version is already waiting, starting the
  // broken one again would help nobody, and there is nothing left here to interrupt.
  document.getElementById("relaunch").addEventListener("click", async (event) => {
    if (ready || !workers) return;
    event.preventDefault();
    const registration = await workers.getRegistration().catch(() => undefined);
    if (registration?.waiting) {
      workers.addEventListener("controllerchange", () => location.assign("./"), { once: true });
      registration.waiting.postMessage({ type: "SKIP_WAITING" });
    } else {
      location.assign("./");
    }
  });
})();
