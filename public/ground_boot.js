// What the pages with a map and with an invitation do around the app, beside boot.js.

// The map's files are loaded when a map is first opened, and never before.
window.openMap = async (container, options) => (await import("./map.js")).openMap(container, options);

// The browser's offer to install the app, kept until the person asks for it.
window.addEventListener("beforeinstallprompt", (event) => {
  event.preventDefault();
  window.installPrompt = event;
});
window.addEventListener("appinstalled", () => (window.installPrompt = undefined));
