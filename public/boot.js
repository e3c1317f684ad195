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

  // --- An ordinary clock in place of everything -----------------------------------------

  // One tap, or Escape twice, covers; three taps on the time within two seconds uncover. What is
  // below stays as it is, and a page that was left covered opens covered (index.html).
  const root = document.documentElement;
  const said = (french, english) => (root.lang === "en" ? english : french);
  const KEY = "eclaireuse.hidden";
  const title = "Éclaireuse";
  const make = (name, inside) => {
    const element = document.createElement(name);
    element.append(...inside);
    return element;
  };
  const time = make("button", []);
  const day = make("p", []);
  const clock = make("main", [make("h1", [time]), day]);
  clock.id = "clock";
  const ring = make("button", []);
  const aside = make("aside", [ring]);
  aside.id = "hide";
  document.body.append(aside);
  let left = null;

  const tick = () => {
    const now = new Date();
    time.textContent = now.toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" });
    day.textContent = now.toLocaleDateString(root.lang, { weekday: "long", day: "numeric", month: "long" });
  };
  const label = () => {
    ring.setAttribute("aria-label", said("Cacher l’écran", "Hide the screen"));
    aside.setAttribute("aria-label", said("Discrétion", "Discretion"));
  };
  label();
  new MutationObserver(label).observe(root, { attributeFilter: ["lang"] });

  const cover = (on) => {
    if (on === clock.isConnected) return;
    if (on) {
      left = document.activeElement;
      window.speechSynthesis?.cancel();
      document.title = root.dataset.hidden = said("Horloge", "Clock");
      tick();
      document.body.append(clock);
    } else {
      clock.remove();
      delete root.dataset.hidden;
      document.title = title;
    }
    for (const element of document.body.children) element.inert = on && element !== clock;
    if (on) time.focus();
    else left?.focus?.();
  };
  const hide = (on) => {
    try {
      if (on) localStorage.setItem(KEY, "true");
      else localStorage.removeItem(KEY);
    } catch {} // Then it is only as long as the page.
    cover(on);
  };
  ring.addEventListener("click", () => hide(true));

  const taps = [];
  time.addEventListener("click", ({ timeStamp }) => {
    taps.push(timeStamp);
    if (taps.length > 2 && timeStamp - taps.at(-3) < 2000) {
      taps.length = 0;
      hide(false);
    }
  });
  // A key that is held down is one press.
  time.addEventListener("keydown", (event) => event.repeat && event.preventDefault());
  let escaped = -1e9;
  window.addEventListener(
    "keydown",
    ({ key, repeat, timeStamp }) => {
      if (key !== "Escape" || repeat || clock.isConnected) return;
      if (timeStamp - escaped < 1000) hide(true);
      escaped = timeStamp;
    },
    true,
  );
  // The other tabs, too.
  window.addEventListener("storage", ({ key, newValue }) => key === KEY && cover(Boolean(newValue)));
  setInterval(() => clock.isConnected && tick(), 1000);
  if (root.dataset.hidden) cover(true);

  // --- Large letters, a long title, a keyboard --------------------------------------------

  // What sticks to an edge scrolls with its page where it would take more than a quarter of the screen.
  const fit = () => {
    for (const part of document.querySelectorAll(".top, .tabs, .last, .chosen-bar, .answers-ways, .wall-ways")) {
      part.classList.toggle("tall", part.offsetHeight > innerHeight / 4);
      watch.observe(part);
    }
  };
  const watch = new ResizeObserver(fit);
  watch.observe(app);
  window.addEventListener("resize", fit);

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

  // A page taken out of the browser's back-button store does not know what was written since, nor that
  // another page was covered meanwhile: nothing of it is drawn before it is loaded anew.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    root.dataset.hidden = "…";
    location.reload();
  });

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
