// What is said when the app does not start, or stops: loaded only then. Until it is here, and where it
// does not come, what stands in the page is true as well.

const host = (what) => `À montrer à qui héberge l’application : ${what}`;
const NO_WASM = "sa politique de sécurité interdit WebAssembly (il manque 'wasm-unsafe-eval' à script-src).";
const nameOf = (address) => address.split(/[?#]/)[0].split("/").pop() || "index.html";

/** Whether something was noted on this phone; null where the browser does not tell. */
function hasNotebook() {
  try {
    return Object.keys(localStorage).some((key) => /^eclaireuse\.(walk|campaign|preferences)/.test(key));
  } catch {
    return null;
  }
}

/** What one cause means for whoever hosts the app; nothing where it says nothing. */
function meaning({ policy, file, reason, old }) {
  if (old) return "Ce navigateur est trop ancien, ou interdit WebAssembly.";
  if (policy !== undefined) {
    if (/eval/.test(policy)) return host(NO_WASM);
    // What a host puts into the page, and the page's own policy keeps out, is not why it does not start.
    return policy.startsWith(location.origin) ? host(`sa politique de sécurité interdit ${nameOf(policy)}.`) : "";
  }
  if (file) return host(`${nameOf(file)} n’est pas arrivé comme un script (absent, ou d’un autre type).`);
  return /security policy|unsafe-eval|\bCSP\b/i.test(reason ?? "") ? host(NO_WASM) : "";
}

/** Fills in what is shown in place of the app: what happened, what is safe, why. */
export function tell(broken, causes, ready) {
  const [what, safe, why, , rescue] = broken.children;
  const known = ready || hasNotebook();
  if (!ready) what.textContent = "L’application n’a pas démarré.";
  if (known) safe.textContent = "Ce qui était enregistré est toujours sur ce téléphone.";
  // The way to save what is noted leads to nothing on a first visit.
  safe.hidden = rescue.hidden = known === false;
  why.textContent = causes.filter(Boolean).map(meaning).find(Boolean) ?? "";
  why.hidden = !why.textContent;
}
