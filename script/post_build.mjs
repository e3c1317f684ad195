// Trunk runs this after it has written every file, before they become dist/. Two kinds of files depend
// on all the others:
//   the pages   index.html loses the script that Trunk writes into it, and the others are derived from it;
//   sw.js       the service worker lists every file with its hash, and the version they make.
// A placeholder that is not found stops the build: a page without its program, or an app that
// cannot start offline, must not be published by accident.

import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, renameSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

import { transformSync } from "./node_modules/esbuild/lib/main.js";
import { writeMapFiles } from "./map_files.mjs";
import { shortenNames } from "./short_names.mjs";

const staging = process.env.TRUNK_STAGING_DIR;
if (!staging) throw new Error("TRUNK_STAGING_DIR is not set: this script is run by Trunk");

const sha256 = (data, form) => createHash("sha256").update(data).digest(form);

function replaceOnce(text, placeholder, value, file) {
  const parts = text.split(placeholder);
  if (parts.length !== 2) {
    throw new Error(`${file}: ${parts.length - 1} times ${JSON.stringify(placeholder)}, expected once`);
  }
  return parts.join(value);
}

// --- scripts ---------------------------------------------------------------------------

// The names by which a program and its glue know each other are long, for those who debug: a tenth of
// what a phone loads of the glue, and they say nothing to it.
for (const name of readdirSync(staging).filter((name) => /\.wasm$/.test(name))) {
  const stem = name.replace(/(_bg)?\.wasm$/, "");
  const glue = join(staging, `${stem}.js`);
  if (existsSync(glue)) shortenNames(join(staging, name), glue);
}

// The first program is named by what it holds by now: Trunk named it by what it held before, the folder
// of its libraries included.
const indexPath = join(staging, "index.html");
{
  const [before] = /eclaireuse-[0-9a-f]+(?=_bg\.wasm)/.exec(readdirSync(staging).join(" ")) ?? [];
  if (!before) throw new Error("the first program is not there");
  const ends = [".js", "_bg.wasm"];
  const bytes = ends.map((end) => readFileSync(join(staging, before + end)));
  const own = Buffer.from(bytes[0].toString("utf8").replaceAll(before, "eclaireuse"));
  const name = `eclaireuse-${sha256(Buffer.concat([own, bytes[1]]), "hex").slice(0, 16)}`;
  writeFileSync(join(staging, `${before}.js`), bytes[0].toString("utf8").replaceAll(before, name));
  for (const end of ends) renameSync(join(staging, before + end), join(staging, name + end));
  writeFileSync(indexPath, readFileSync(indexPath, "utf8").replaceAll(before, name));
}

// No script stands in a page: a host may forbid that (`script-src 'self'`), and none of ours is needed.
// Trunk writes one that starts the program; its two names are all it says, and the glue starts itself.
const [found] = [...readFileSync(indexPath, "utf8").matchAll(/<script type="?module"?>([\s\S]*?)<\/script>/g)];
const [, glueName, programName] =
  /import init[^']*'\.\/([\w-]+\.js)'[\s\S]*module_or_path: '\.\/([\w-]+\.wasm)'/.exec(found?.[1] ?? "") ?? [];
if (!programName) throw new Error("index.html: Trunk's starting script is not there");
const PAGES = [
  ["rejoindre.html", "join", ["join.css"]],
  ["terrain.html", "ground", ["ground.css"]],
  ["preparation.html", "preparation", ["ground.css", "desk.css"]],
  ["atelier.html", "workshop", ["ground.css", "desk.css", "workshop.css", "booklet.css"]],
];
const starts = new Map([[glueName, programName]]);
for (const [, name] of PAGES) starts.set(`${name}.js`, `${name}_bg.wasm`);

/** The oldest browsers that README names; a test holds what is built against them. */
const OLDEST = ["chrome105", "firefox121", "safari16"];
/** What has to be read by older ones: who is told that hers is too old, and saves what is noted all the same. */
const OLDER = { "old.js": "es5", "rescue.js": "es2018" };

// wasm-bindgen writes its glue for editors, and Trunk's minifier does not read it.
for (const name of readdirSync(staging).filter((name) => /\.js$/.test(name) && name !== "sw.js")) {
  const path = join(staging, name);
  let source = readFileSync(path, "utf8");
  if (starts.has(name)) source += `\n__wbg_init({ module_or_path: new URL("${starts.get(name)}", import.meta.url) });\n`;
  if (starts.has(name) && !source.includes("function __wbg_init(")) throw new Error(`${name}: no start`);
  const { code } = transformSync(source, { minify: true, target: OLDER[name] ?? OLDEST, legalComments: "none" });
  writeFileSync(path, code);
}

// --- index.html ------------------------------------------------------------------------

/** The folder that the pages are served from, for a host that cannot redirect `/folder` to `/folder/`. */
const base = process.env.ECLAIREUSE_BASE ?? "";
if (base && !/^\/[\w./~-]*\/$/.test(base)) throw new Error(`the base begins and ends with a slash: ${base}`);

/** Writes a page: without a script of its own, and at one folder when the host needs that. */
function writePage(name, page) {
  const inline = [...page.matchAll(/<script\b([^>]*)>/g)].filter(([, attributes]) => !/\bsrc\s*=/.test(attributes));
  if (inline.length > 0) throw new Error(`${name}: a script stands in the page`);
  // Names without a scheme and without a leading slash are of our folder; "./" alone is the page itself.
  const local = /(<(?:link|script|a)\b[^>]*?\b(?:href|src)="?)(?![a-z]+:|[/#])(?:\.\/)?/g;
  const placed = base ? page.replace(local, `$1${base}`) : page;
  writeFileSync(join(staging, name), placed);
}

const starting = `<script type=module src=./${glueName}></script>`;
const index = replaceOnce(readFileSync(indexPath, "utf8"), found[0], starting, "index.html");

// --- rejoindre.html, terrain.html, preparation.html -------------------------------------------------------

// The same page around other programs. Whatever Trunk wrote for
// the walker's program is replaced by the other's, so that the pages cannot drift apart.
const program = /\.?\/?eclaireuse-[0-9a-f]+(_bg)?\.(js|wasm)/g;
for (const [page, name, styles] of PAGES) {
  const links = styles.map((style) => `<link href=./${style} rel=stylesheet>`);
  links.push("<script src=./ground_boot.js defer></script>");
  const other = index
    .replace(program, `./${name}$1.$2`)
    // After the script that dresses the page: a script waits for the stylesheets before it.
    .replace(/<link href="?\.\/tokens/, (first) => links.join("") + first);
  if (!other.includes(links[0])) throw new Error(`${page}: no place for its styles`);
  if (!other.includes(`src=./${name}.js`)) throw new Error(`${page}: no program`);
  writePage(page, other);
}
writePage("index.html", index);

// --- map/ --------------------------------------------------------------------------------

writeMapFiles(staging);

// --- sw.js -----------------------------------------------------------------------------

const workerPath = join(staging, "sw.js");
const worker = readFileSync(workerPath, "utf8");

const files = readdirSync(staging, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => join(entry.parentPath ?? entry.path, entry.name))
  .filter((path) => path !== workerPath)
  .map((path) => {
    const name = relative(staging, path).split(sep).join("/");
    // The page's address is its folder: some hosts redirect index.html there.
    return [name === "index.html" ? "./" : name, sha256(readFileSync(path), "hex")];
  })
  .sort(([a], [b]) => (a < b ? -1 : 1));

// The worker's own text counts: two workers must never share a cache.
const version = sha256(JSON.stringify([files, worker]), "hex").slice(0, 16);
// While developing, a page kept from an earlier build would only get in the way.
const kept = process.env.TRUNK_PROFILE === "release" ? files : [];

let built = replaceOnce(worker, `const VERSION = "unbuilt";`, `const VERSION = "${version}";`, "sw.js");
const list = kept.map((file) => `\n  ${JSON.stringify(file)},`).join("");
built = replaceOnce(built, "const FILES = [];", `const FILES = [${list}\n];`, "sw.js");
writeFileSync(workerPath, built);
console.log(`post_build: ${kept.length} files kept offline, version ${version}`);
