// Hosts as people report them: each says what is wrong, on the phone and to `script/check_host`, and none
// keeps silent. First without a browser, then with one.

import assert from "node:assert/strict";
import { cp, mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { networkInterfaces, tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";

import { checkHost, policyFaults } from "../../script/check_host.mjs";
import { bentHost, rewritten } from "./bent.mjs";
import { DIST, ENGINE, startPhone } from "./browser.mjs";

let folder;
let sums;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-hosts-"));
  sums = await readFile(join(DIST, "SHA256SUMS"), "utf8");
});
after(() => rm(folder, { recursive: true, force: true }));

const minified = rewritten(/index\.html$/, (html) => html.replaceAll("&nbsp;", " ").replace("</body>", "").concat("\n"));
const counted = rewritten(/\.html$/, (html) => html.replace("</body>", "<script>window.counter = 1;</script></body>"));
const policy = (text) => ({ name, headers }) => {
  if (/\.html$/.test(name)) headers["Content-Security-Policy"] = text;
};
const plain = ({ name, headers }) => {
  if (/\.js$/.test(name)) headers["Content-Type"] = "text/plain";
  headers["X-Content-Type-Options"] = "nosniff";
};
const noWasm = policy("script-src 'self'; frame-ancestors 'none'");
/** WebKit runs WebAssembly that only the host forbids, where the page's own policy allows it. */
const forbidden = (answer) => {
  noWasm(answer);
  if (ENGINE === "webkit") rewritten(/\.html$/, (page) => page.replace(" 'wasm-unsafe-eval'", ""))(answer);
};

/** The address of this machine on its network, where there is one: not one that a browser trusts. */
const outside = () => Object.values(networkInterfaces()).flat().find(({ family, internal }) => family === "IPv4" && !internal)?.address;

/** What `check_host` says is wrong with a host. */
async function wrongs(options, { path = "", user = "" } = {}) {
  const host = await bentHost({ dir: DIST, ...options });
  try {
    const address = (host.url + path).replace("//", `//${user && `${user}@`}`);
    const said = await checkHost(address, sums);
    return said.filter(({ level }) => level === "wrong").map(({ text }) => text);
  } finally {
    await host.close();
  }
}

const ROWS = [
  ["a host that gives what it was given", {}, []],
  ["the edge minifies the page", { bend: minified }, [/modifie les fichiers : index\.html attendu [0-9a-f]{16}…, reçu [0-9a-f]{16}…/]],
  ["a counter script is put into the pages", { bend: counted }, [/index\.html attendu/, /un script qui n’est pas du nôtre/]],
  ["a strict policy is added", { bend: noWasm }, [/wasm-unsafe-eval/]],
  ["all scripts are forbidden", { bend: policy("default-src 'none'") }, [/aucun script ne part/, /wasm-unsafe-eval/, /style-src/]],
  ["a folder without its final slash, and no redirect", { base: "/marches/", slash: "page" }, [/Sans sa barre finale/]],
  ["scripts have another type", { bend: plain }, [/arrive comme « text\/plain »/]],
  ["files are missing", { bend: (answer) => answer.name === "sw.js" && (answer.status = 404) }, [/sw\.js : 404/]],
];

for (const [name, options, expected] of ROWS) {
  test(`check_host: ${name}`, async () => {
    const said = await wrongs(options);
    if (expected.length === 0) assert.deepEqual(said, []);
    for (const one of expected) assert.ok(said.some((text) => one.test(text)), `${one}: ${said.join("\n")}`);
  });
}

test("check_host: a password in the address", async () => {
  const said = await wrongs({ password: "marche:lune" }, { user: "marche:lune" });
  assert.ok(said.some((text) => /contient un mot de passe/.test(text)), said.join("\n"));
  const bare = await wrongs({ password: "marche:lune" });
  assert.ok(bare.some((text) => /demande un mot de passe/.test(text)), bare.join("\n"));
});

test("check_host: nobody is there", async () => {
  const [{ level, text }] = (await checkHost("http://localhost:9/", sums)).filter(({ level }) => level === "wrong");
  assert.ok(level === "wrong" && /ne répond pas/.test(text));
  assert.match((await checkHost("éclaireuse", sums))[0].text, /n’est pas une adresse/);
});

test("check_host: an unprotected address", { skip: outside() ? false : "this machine is on no network" }, async () => {
  const said = await wrongs({ host: outside() });
  assert.ok(said.some((text) => /Il faut https/.test(text)), said.join("\n"));
});

test("policies are read as a browser reads them", () => {
  const faults = (text) => policyFaults(text, "https://marches.example");
  assert.deepEqual(faults("frame-ancestors 'none'; upgrade-insecure-requests"), []);
  assert.deepEqual(faults("default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; img-src 'self' blob:"), []);
  assert.deepEqual(faults("script-src * 'unsafe-eval'; worker-src https:"), []);
  assert.equal(faults("script-src 'self'").length, 1);
  assert.equal(faults("script-src 'nonce-1'").length, 3, "no script, no wasm, no worker");
});

test("no page holds a script of its own, and says from its first byte what to do when nothing starts", async () => {
  const pages = (await readdir(DIST)).filter((name) => /\.html$/.test(name));
  assert.ok(pages.length > 5);
  for (const name of pages) {
    const html = await readFile(join(DIST, name), "utf8");
    assert.doesNotMatch(html, /unsafe-inline|'sha256-/, name);
    for (const [, attributes] of html.matchAll(/<script\b([^>]*)>/g)) assert.match(attributes, /\bsrc\s*=/, name);
    if (name !== "rescue.html") assert.match(html, /id="?splash"?[\s\S]*n’a pas pu démarrer ici[\s\S]*rescue\.html/, name);
  }
});

// --- In the browser ------------------------------------------------------------------------

/** A phone at a bent host. */
async function at(options, tell, { path = "", user, ...phoneOptions } = {}) {
  const host = await bentHost({ dir: DIST, ...options });
  const phone = await startPhone(phoneOptions);
  try {
    await phone.driver.get((host.url + path).replace("//", `//${user ? `${user}@` : ""}`));
    await tell(phone, host);
  } finally {
    await phone.close();
    await host.close();
  }
}

test("a good host: ready to walk without a network", () =>
  at({}, async (phone) => {
    await phone.see("Prêt à marcher sans réseau", { timeout: 60_000 });
    assert.equal(await phone.shows("#not-ready"), false);
    assert.equal(await phone.shows("#splash"), false);
  }));

test("files that are changed on their way are named", () =>
  at({ bend: minified }, async (phone) => {
    await phone.see("cet hébergement modifie les fichiers : index.html attendu", { timeout: 60_000 });
    await phone.see("Nouvelle marche");
  }));

test("a file that did not arrive is named, and asked for again while the page is open", () => {
  let fails = 1;
  const once = (answer) => answer.name === "exchange_bg.wasm" && fails-- > 0 && (answer.status = 503);
  return at({ bend: once }, async (phone) => {
    await phone.see("exchange_bg.wasm", { timeout: 30_000 });
    await phone.see("Prêt à marcher sans réseau", { timeout: 60_000 });
    assert.equal(await phone.shows("#not-ready"), false);
  });
});

test("a script that the edge put into the page is kept out, and the page is named", () =>
  at({ bend: counted }, async (phone) => {
    await phone.see("cet hébergement modifie les fichiers : ", { timeout: 60_000 });
    assert.equal(await phone.run(() => window.counter ?? null), null);
  }));

test("WebAssembly forbidden by the host: a first visit", () =>
  at({ bend: forbidden }, async (phone) => {
    await phone.see("L’application n’a pas démarré.");
    await phone.see("wasm-unsafe-eval");
    assert.equal(await phone.shows("Ce qui était enregistré"), false, "nothing was recorded here");
    assert.equal(await phone.shows("Sauver mes observations"), false);
  }));

test("WebAssembly forbidden by the host: a notebook in danger", () =>
  at({ bend: forbidden }, async (phone) => {
    await phone.see("L’application n’a pas démarré.");
    await phone.run(() => localStorage.setItem("eclaireuse.walk.x.device", '"00c0ffee"'));
    await phone.reload();
    await phone.see("Ce qui était enregistré est toujours sur ce téléphone.");
    await phone.see("Sauver mes observations");
  }));

test("every script forbidden: what stands in the page says what to do", () =>
  at({ bend: policy("script-src 'none'") }, async (phone) => {
    await phone.see("l’application n’a pas pu démarrer ici");
    await phone.see("sauver ce qui est noté sur ce téléphone");
  }));

test("scripts of another type: which one, and for whom", () =>
  at({ bend: plain }, async (phone) => {
    // Not even the page's own script runs: what stands in the markup does without it.
    await phone.see("l’application n’a pas pu démarrer ici");
    assert.equal(await phone.shows("Ce qui était enregistré"), false);
  }));

test("the program's script of another type is named", () =>
  at({ bend: ({ name, headers }) => /eclaireuse-.*\.js$/.test(name) && (headers["Content-Type"] = "text/plain") }, async (phone) => {
    await phone.see("L’application n’a pas démarré.");
    await phone.see("n’est pas arrivé comme un script");
  }));

test("a folder without its final slash: not silent; built for that folder it works", async () => {
  await at({ base: "/marches/", slash: "page" }, async (phone, { url }) => {
    await phone.driver.get(url.slice(0, -1));
    await phone.see("l’application n’a pas pu démarrer ici");
  });
  // What `script/build --base /marches/` writes, without building again.
  const dir = join(folder, "placed");
  await cp(DIST, dir, { recursive: true });
  const local = /(<(?:link|script|a)\b[^>]*?\b(?:href|src)="?)(?![a-z]+:|[/#])(?:\.\/)?/g;
  const html = await readFile(join(dir, "index.html"), "utf8");
  await writeFile(join(dir, "index.html"), html.replace(local, "$1/marches/"));
  await at({ dir, base: "/marches/", slash: "page" }, async (phone, { url }) => {
    await phone.driver.get(url.slice(0, -1));
    await phone.see("Nouvelle marche");
    assert.equal(new URL(await phone.driver.getCurrentUrl()).pathname, "/marches/");
  });
});

test("a password in the address: the page goes on without it", () =>
  at({ password: "marche:lune" }, async (phone) => {
    await phone.see("Nouvelle marche");
    assert.doesNotMatch(await phone.driver.getCurrentUrl(), /lune/);
    await phone.see("Prêt à marcher sans réseau", { timeout: 60_000 });
  }, { user: "marche:lune" }));

test("an unprotected address says so", { skip: outside() ? false : "this machine is on no network" }, () =>
  at({ host: outside() }, async (phone) => {
    await phone.see("Cette adresse n’est pas protégée (http)", { timeout: 30_000 });
  }, { direct: outside() }));

test("each page without a fragment is its own beginning", async () => {
  for (const [path, words] of [
    ["atelier.html", "Atelier"],
    ["preparation.html", "Nom de la marche"],
    ["rejoindre.html", "Rejoindre une marche"],
  ]) {
    await at({}, (phone) => phone.see(words, { timeout: 30_000 }), { path });
  }
});
