#!/usr/bin/env node
// Tries a host as a phone would, and says line by line what is wrong with it.
//
//   node script/check_host.mjs URL [--sums FICHIER]
//
// What is expected of each file stands in SHA256SUMS, which every build writes: the one given, that of
// dist/, or the host's own. `✗` keeps the app from starting, from working without a network, or from
// being safe; `!` is worth knowing. The tests start it as a module: `checkHost(url, sums)`.

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

const PAGES = ["index.html", "rejoindre.html", "terrain.html", "preparation.html", "atelier.html"];
/** A slow host compresses a large file when it is first asked for. */
const PATIENCE = 120_000;

const SCRIPT = /^(text|application)\/(x-)?(java|ecma)script\b/i;
/** Of these the browser insists on the type; of the others it makes do. */
const TYPES = [
  [/\.m?js$/, SCRIPT, "text/javascript"],
  [/\.css$/, /^text\/css\b/i, "text/css"],
  [/\.html$/, /^text\/html\b/i, "text/html"],
];
const WISHED = [
  [/\.wasm$/, /^application\/wasm\b/i, "application/wasm", "l’application démarre, plus lentement"],
  [/\.webmanifest$/, /json\b/i, "application/manifest+json", "elle s’installe moins bien"],
];

const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex");
const short = (digest) => digest.slice(0, 16);

/** `digest  ./path` a line, as sha256sum writes it. */
export function readSums(text) {
  const lines = text.split("\n").map((line) => /^([0-9a-f]{64}) [ *](?:\.\/)?(.+)$/.exec(line.trim()));
  return new Map(lines.filter(Boolean).map(([, digest, path]) => [path, digest]));
}

/** The directives of one policy: name → sources. */
function directives(policy) {
  const all = policy.split(";").map((one) => one.trim().split(/\s+/));
  return new Map(all.filter(([name]) => name).map(([name, ...sources]) => [name.toLowerCase(), sources]));
}

/** What a policy that the host adds keeps from working, in words. */
export function policyFaults(policy, origin) {
  const given = directives(policy);
  const sources = (...names) => names.map((name) => given.get(name)).find(Boolean);
  const lets = (allowed, wanted) =>
    !allowed || wanted.some((one) => allowed.includes(one)) || (wanted.includes("'self'") && allowed.some((one) => one === "*" || one === origin || one === `${new URL(origin).protocol}`));
  const faults = [];
  const need = (what, allowed, wanted) => lets(allowed, wanted) || faults.push(what);
  const script = sources("script-src", "default-src");
  need("script-src n’a pas 'self' : aucun script ne part", sources("script-src-elem", "script-src", "default-src"), ["'self'"]);
  need("script-src n’a pas 'wasm-unsafe-eval' : WebAssembly est interdit, l’application ne démarre pas", script, ["'wasm-unsafe-eval'", "'unsafe-eval'"]);
  need("style-src n’a pas 'self' : la page n’a pas de forme", sources("style-src-elem", "style-src", "default-src"), ["'self'"]);
  need("connect-src n’a pas 'self' : l’application ne charge pas ses fichiers", sources("connect-src", "default-src"), ["'self'"]);
  need("worker-src n’a pas 'self' : pas de départ sans réseau, pas de carnet", sources("worker-src", "child-src", "script-src", "default-src"), ["'self'"]);
  need("img-src n’a pas blob: : les photos ne se voient pas", sources("img-src", "default-src"), ["blob:"]);
  need("manifest-src n’a pas 'self' : l’application ne s’installe pas", sources("manifest-src", "default-src"), ["'self'"]);
  if (given.has("sandbox")) faults.push("sandbox enferme la page : rien ne s’enregistre");
  if (given.has("require-trusted-types-for")) faults.push("require-trusted-types-for arrête l’application");
  return faults;
}

/**
 * Everything about a host.
 * @param address where the app is to be opened
 * @param sums    SHA256SUMS of the build; the host's own when there is none
 * @returns {Promise<{ level: "good" | "note" | "wrong", text: string }[]>}
 */
export async function checkHost(address, sums) {
  const said = [];
  const say = (level) => (text) => said.push({ level, text });
  const [good, note, wrong] = ["good", "note", "wrong"].map(say);

  let url;
  try {
    url = new URL(address);
    if (!/^https?:$/.test(url.protocol)) throw new Error(url.protocol);
  } catch {
    wrong(`« ${address} » n’est pas une adresse de site.`);
    return said;
  }
  url.hash = url.search = "";
  const headers = {};
  if (url.username || url.password) {
    wrong("L’adresse contient un mot de passe : les navigateurs refusent d’y charger des fichiers. Donnez l’adresse sans lui ; le navigateur le demande.");
    headers.Authorization = `Basic ${Buffer.from(`${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`).toString("base64")}`;
    url.username = url.password = "";
  }
  const ask = (target, options = {}) =>
    fetch(target, {
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE),
      ...options,
      headers: { "Accept-Encoding": "br, gzip", "User-Agent": "Mozilla/5.0 (Linux; Android 10; K) check_host", ...headers, ...options.headers },
    });

  // --- The address -----------------------------------------------------------------------

  const here = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(url.hostname);
  if (url.protocol === "http:" && !here) {
    wrong("Adresse http : pas de position, pas de départ sans réseau, et n’importe qui sur le chemin lit et change. Il faut https.");
  } else good(url.protocol === "https:" ? "Adresse protégée (https)." : "Adresse de cette machine : protégée pour le navigateur.");

  if (/\.html$/.test(url.pathname)) url = new URL("./", url);
  const withSlash = url.pathname.endsWith("/") ? url : new URL(`${url.pathname}/`, url);
  let page;
  try {
    page = await ask(withSlash);
  } catch (problem) {
    wrong(`${withSlash} ne répond pas : ${problem.cause?.code ?? problem.cause?.message ?? problem.message}.`);
    return said;
  }
  const html = await page.text();
  if (page.status === 401) {
    wrong("Le site demande un mot de passe : le manifeste et le départ sans réseau peuvent lui manquer, et une marcheuse ne l’aura pas.");
    return said;
  }
  if (!page.ok) {
    wrong(`${withSlash} répond ${page.status}.`);
    return said;
  }
  if (page.redirected && new URL(page.url).origin !== withSlash.origin) {
    note(`L’adresse mène à ${page.url} : donnez celle-là.`);
    url = new URL(page.url);
    return [...said, ...(await checkHost(page.url, sums))];
  }

  // --- The final slash -------------------------------------------------------------------

  const isPlaced = new RegExp(`(src|href)="?${withSlash.pathname}[\\w./-]`).test(html);
  if (withSlash.pathname !== "/") {
    const bare = new URL(withSlash.pathname.slice(0, -1), withSlash);
    const answer = await ask(bare, { redirect: "manual" }).catch(() => undefined);
    const to = answer?.headers.get("location");
    if (answer && answer.status >= 300 && answer.status < 400 && to && new URL(to, bare).pathname === withSlash.pathname) {
      good("Sans la barre finale, l’adresse mène à celle qui l’a.");
    } else if (answer?.ok && !isPlaced) {
      wrong(`Sans sa barre finale, ${bare} répond sans rediriger : la page s’y ouvre sans ses fichiers. Faites rediriger vers ${withSlash.pathname}, ou construisez avec script/build --base ${withSlash.pathname}`);
    } else if (answer?.ok) {
      good("Sans la barre finale, la page trouve ses fichiers (construite pour ce dossier).");
    } else {
      note(`Sans la barre finale, ${bare} ne répond pas : donnez l’adresse entière, avec la barre.`);
    }
  }
  if (isPlaced && withSlash.pathname !== "/") good(`Construite pour le dossier ${withSlash.pathname}`);

  // --- The policy ------------------------------------------------------------------------

  const policies = (page.headers.get("content-security-policy") ?? "").split(",").map((one) => one.trim()).filter(Boolean);
  const faults = policies.flatMap((policy) => policyFaults(policy, withSlash.origin));
  for (const fault of faults) wrong(`La politique de sécurité ajoutée par l’hébergement : ${fault}.`);
  if (policies.length && !faults.length) good("La politique de sécurité ajoutée par l’hébergement laisse tout marcher.");
  const permissions = page.headers.get("permissions-policy") ?? "";
  for (const [feature, what] of [["geolocation", "la position"], ["camera", "l’appareil photo"]]) {
    if (new RegExp(`\\b${feature}=\\(\\s*\\)`).test(permissions)) wrong(`Permissions-Policy interdit ${what} (${feature}).`);
  }
  if (!/frame-ancestors/.test(policies.join(";")) && !page.headers.get("x-frame-options")) {
    note("Rien n’empêche une autre page d’encadrer celle-ci (frame-ancestors 'none', voir hosting/).");
  }

  // --- The files -------------------------------------------------------------------------

  let expected = sums && (typeof sums === "string" ? readSums(sums) : sums);
  if (!expected?.size) {
    const answer = await ask(new URL("SHA256SUMS", withSlash)).catch(() => undefined);
    expected = answer?.ok ? readSums(await answer.text()) : new Map();
    if (expected.size) note("Comparé à la liste que l’hébergement donne lui-même (SHA256SUMS), faute de dist/.");
  }
  if (!expected.size) {
    wrong("Pas de SHA256SUMS, ni ici ni là-bas : ce qui arrive ne peut être comparé à rien.");
    for (const name of [...PAGES, "sw.js", "boot.js"]) expected.set(name, "");
  }

  const altered = [];
  let equal = 0;
  const left = [...expected];
  const lane = async () => {
    for (let file = left.shift(); file; file = left.shift()) {
      const [name, digest] = file;
      const target = new URL(name === "index.html" ? "./" : name, withSlash);
      let answer;
      let bytes;
      try {
        answer = await ask(target);
        bytes = Buffer.from(await answer.arrayBuffer());
      } catch (problem) {
        wrong(`${name} n’arrive pas : ${problem.cause?.code ?? problem.message}.`);
        continue;
      }
      if (!answer.ok) {
        if (digest) wrong(`${name} : ${answer.status}. Tout le contenu de dist/ doit être copié.`);
        continue;
      }
      if (new URL(answer.url).origin !== withSlash.origin) wrong(`${name} est redirigé vers un autre site (${new URL(answer.url).host}) : la page le refuse.`);
      const type = answer.headers.get("content-type") ?? "";
      for (const [names, right, wished] of TYPES) {
        if (names.test(name) && !right.test(type)) wrong(`${name} arrive comme « ${type || "sans type"} », il faut ${wished} : le navigateur le refuse.`);
      }
      for (const [names, right, wished, why] of WISHED) {
        if (names.test(name) && !right.test(type)) note(`${name} arrive comme « ${type || "sans type"} », mieux : ${wished} (${why}).`);
      }
      if (name === "sw.js" || PAGES.includes(name)) {
        const cached = answer.headers.get("cache-control") ?? "";
        if (/immutable|max-age=[1-9]\d{3}/.test(cached) && !/no-cache/.test(cached)) note(`${name} est gardé longtemps (${cached}) : une nouvelle version arrive tard. Mieux : no-cache.`);
      }
      if (!digest) continue;
      const received = sha256(bytes);
      if (received === digest) equal += 1;
      else altered.push([name, digest, received, bytes.toString("utf8")]);
    }
  };
  await Promise.all([lane(), lane(), lane(), lane()]);
  altered.sort(([a], [b]) => (a < b ? -1 : 1));
  for (const [name, digest, received, text] of altered) {
    wrong(`Cet hébergement modifie les fichiers : ${name} attendu ${short(digest)}…, reçu ${short(received)}…. Le départ sans réseau ne s’installera pas.`);
    if (/\.html$/.test(name)) {
      const inline = [...text.matchAll(/<script\b([^>]*)>/gi)].some(([, attributes]) => !/\bsrc\s*=/.test(attributes));
      const foreign = /<script\b[^>]*\bsrc\s*=\s*["']?(?:https?:)?\/\//i.test(text);
      if (inline || foreign) wrong(`${name} : un script qui n’est pas du nôtre y a été mis. Éteignez l’ajout de scripts (statistiques, mesure) de l’hébergement.`);
      else note(`${name} : éteignez la réduction et l’optimisation automatiques (minify) de l’hébergement.`);
    }
  }
  if (equal && equal === expected.size) good(`${equal} fichiers arrivent tels qu’ils ont été construits.`);
  else if (equal) note(`${equal} fichiers sur ${expected.size} arrivent tels qu’ils ont été construits.`);

  // --- Pieces of a file ------------------------------------------------------------------

  const large = [...expected.keys()].find((name) => /icons\.svg$/.test(name)) ?? "index.html";
  const piece = await ask(new URL(large, withSlash), { headers: { Range: "bytes=2-9", "Accept-Encoding": "identity" } }).catch(() => undefined);
  if (piece?.status === 206 && (await piece.arrayBuffer()).byteLength === 8) good("Les fichiers se lisent par morceaux (cartes .pmtiles par adresse).");
  else note("Les fichiers ne se lisent pas par morceaux : une carte .pmtiles ouverte par son adresse n’ira pas ; prise comme fichier, elle va.");

  const heavy = [...expected.keys()].find((name) => /eclaireuse.*\.wasm$/.test(name));
  const sent = heavy && (await ask(new URL(heavy, withSlash), { method: "HEAD" }).catch(() => undefined));
  if (sent?.ok && !sent.headers.get("content-encoding")) note("Rien n’est comprimé (gzip, br) : trois fois plus à charger au premier départ.");
  return said;
}

const MARKS = { good: "✓", note: "!", wrong: "✗" };

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({ allowPositionals: true, options: { sums: { type: "string" } } });
  if (positionals.length !== 1) {
    console.error("usage : script/check_host URL [--sums SHA256SUMS]");
    process.exit(2);
  }
  const own = values.sums ?? join(import.meta.dirname, "..", "dist", "SHA256SUMS");
  const sums = await readFile(own, "utf8").catch((problem) => {
    if (values.sums) throw problem;
  });
  const said = await checkHost(positionals[0], sums);
  for (const { level, text } of said) console.log(`${MARKS[level]} ${text}`);
  const wrong = said.filter(({ level }) => level === "wrong").length;
  console.log(wrong ? `\n${wrong} point${wrong > 1 ? "s" : ""} à corriger.` : "\nCet hébergement convient.");
  process.exit(wrong ? 1 : 0);
}
