// The chosen look before anything is drawn: no white flash in the dark. The first script of a page, and
// the only one that is waited for.
try {
  // Fetches are refused at an address with a password in it; the browser remembers it without.
  const { origin, pathname, search, hash } = location;
  if (document.URL.split(/[/?#]/)[2] !== location.host) location.replace(origin + pathname + search + hash);
  // Built for a host that answers at its folder without the final slash: all other addresses need it.
  const folder = new URL(".", document.currentScript.src).pathname;
  if (`${pathname}/` === folder) history.replaceState(null, "", folder + search + hash);
  const kept = (name) => JSON.parse(localStorage.getItem(`eclaireuse.${name}`));
  // Up to 0.4.0 it stood in one value with everything else.
  const theme = kept("theme") ?? kept("preferences")?.theme;
  if (theme) document.documentElement.dataset.theme = theme;
  // Left hidden, it opens hidden (boot.js): nothing of it is drawn, the title is an ordinary one.
  if (kept("hidden")) document.documentElement.dataset.hidden = document.title = "Horloge";
} catch {}
