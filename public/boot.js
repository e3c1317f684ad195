// What the page does around the app: before it starts, after it started, and when it stops.
// Nothing here needs the app's wasm, so all of it works when the wasm does not.
//
// Events on `window`
//   from the app   eclaireuse:ready           the first screen is drawn and can be used
//                  eclaireuse:panic           the app stopped
//                  eclaireuse:update-agreed   the person agrees to the new version, now
//   to the app     eclaireuse:checked         whether it can walk without a network (offline.js)
//                  eclaireuse:update-ready    a new version is there; may be said more than once
(() => {
  "use strict";

  const app = document.getElementById("app");
  const broken = document.getElementById("broken");
  let ready = false;

  const tell = (name, detail) => window.dispatchEvent(new CustomEvent(`eclaireuse:${name}`, { detail }));

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

  // Why, as far as the browser says it; the sentences are loaded only then (stopped.js).
  const causes = [];
  const stop = (cause) => {
    if ("old" in root.dataset) return; // Said already (old.js).
    causes.push(cause);
    app.hidden = true;
    broken.hidden = false;
    import("./stopped.js").then(({ tell }) => tell(broken, causes, ready), () => {});
  };

  window.addEventListener("eclaireuse:panic", () => stop());

  // A trap in wasm leaves the app's memory in an unknown state, whether or not its panic
  // hook had the time to speak. Before the app is ready, any failing script means that it
  // will not start; afterwards, an ordinary script error is no reason to hide the screen.
  const failed = (reason, cause = { reason: `${reason}` }) => {
    const trap = typeof WebAssembly === "object" && reason instanceof WebAssembly.RuntimeError;
    if (trap || !ready) stop(cause);
  };
  // A policy that the host adds to the page's own: said by the browser before the failure or after it.
  document.addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
    if (ready || !effectiveDirective.startsWith("script")) return;
    if (broken.hidden) causes.push({ policy: blockedURI });
    else stop({ policy: blockedURI });
  });
  window.addEventListener("unhandledrejection", ({ reason }) => failed(reason));
  window.addEventListener(
    "error",
    (event) => {
      // A file that does not load gives an event on its element, seen only while capturing.
      if (event.target === window) failed(event.error);
      else if (event.target instanceof HTMLScriptElement) failed(null, { file: event.target.src });
    },
    true,
  );

  // --- Once the first screen can be used -----------------------------------------------

  const whenIdle = (task) =>
    "requestIdleCallback" in window ? requestIdleCallback(task, { timeout: 4000 }) : setTimeout(task, 1500);

  window.addEventListener(
    "eclaireuse:ready",
    () => {
      ready = true;
      broken.hidden = true;
      app.hidden = false;
      loadIcons();
      // Text is readable in the system's font at once; the better one never delays it.
      whenIdle(loadFont);
      // Precaching takes the network and the processor: after the first screen, never with it.
      whenIdle(() => import("./offline.js").catch(() => tell("checked", "no_copy\toffline.js")));
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

  // A file that is dropped where nothing takes it would open in place of the page.
  window.addEventListener("dragover", (event) => {
    // Words may be dragged into a field.
    if (event.defaultPrevented || !event.dataTransfer?.types.includes("Files")) return;
    event.preventDefault();
    event.dataTransfer.dropEffect = "none";
  });

  // A page taken out of the browser's back-button store does not know what was written since, nor that
  // another page was covered meanwhile: nothing of it is drawn before it is loaded anew.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (!persisted) return;
    root.dataset.hidden = "…";
    location.reload();
  });

  // Absent in private windows of some browsers, and on plain http.
  const workers = navigator.serviceWorker;

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
