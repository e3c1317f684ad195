// What is said when the app does not start, or stops: loaded only then. Until it is here, and where it
// does not come, what stands in the page is true as well.

const host = (what) => `À montrer à qui héberge l’application : ${what}`;
const OLD = "Ce navigateur est trop ancien pour Éclaireuse, ou il interdit WebAssembly (le mode Isolement d’un iPhone le fait). Il faut un iPhone avec iOS 16, ou Chrome 105, Firefox 121, Safari 16, ou plus récent.";
const POLICY = "sa politique de sécurité interdit WebAssembly (il manque 'wasm-unsafe-eval' à script-src).";
/** Safari before 16 does not know the word of our own policy that lets a program run. It has no container
 *  queries either, which every browser that knows the word had soon after. */
const noWasm = () => (CSS.supports("container-type: inline-size") ? host(POLICY) : OLD);
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
function meaning({ policy, file, reason }) {
  if (policy !== undefined) {
    if (/eval/.test(policy)) return noWasm();
    // What a host puts into the page, and the page's own policy keeps out, is not why it does not start.
    return policy.startsWith(location.origin) ? host(`sa politique de sécurité interdit ${nameOf(policy)}.`) : "";
  }
  if (file) return host(`${nameOf(file)} n’est pas arrivé comme un script (absent, ou d’un autre type).`);
  return /security policy|unsafe-eval|\bCSP\b/i.test(reason ?? "") ? noWasm() : "";
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
