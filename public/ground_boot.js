// What the pages with a map and with an invitation do around the app, beside boot.js.

// The map's files are loaded when a map is first opened, and never before.
window.openMap = async (container, options) => (await import("./map.js")).openMap(container, options);

// A page that starts with a map has it on its way while the app itself starts.
if (/\/carte/.test(location.hash)) import("./map.js").then(({ load }) => load()).catch(() => {});

// The browser's offer to install the app, kept until the person asks for it.
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.installPrompt = event;
});
window.addEventListener("appinstalled", () => (window.installPrompt = undefined));
