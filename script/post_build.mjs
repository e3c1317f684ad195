// Trunk runs this after it has written every file, before they become dist/. Two files
// depend on all the others:
//   index.html  the content security policy names, by hash, the scripts Trunk put in the page;
//   sw.js       the service worker lists every file with its hash, and the version they make.
// A placeholder that is not found stops the build: a page without its policy, or an app that
// cannot start offline, must not be published by accident.

import { createHash } from "node:crypto";
import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join, relative, sep } from "node:path";

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

// --- the glue --------------------------------------------------------------------------

// wasm-bindgen writes its glue for editors: types in comments, and indentation. Trunk's minifier
// does not read it. Only whole lines of comment and leading spaces go.
for (const name of readdirSync(staging).filter((name) => /^eclaireuse-.*\.js$/.test(name))) {
  const path = join(staging, name);
  const lean = readFileSync(path, "utf8")
    .replace(/^\s*\/\*\*[\s\S]*?\*\/\n/gm, "")
    .replace(/^ +/gm, "")
    .replace(/^\/\/.*\n/gm, "");
  if (lean.includes("`\n")) throw new Error(`${name}: a text of several lines would be changed`);
  writeFileSync(path, lean);
}

// --- index.html ------------------------------------------------------------------------

const indexPath = join(staging, "index.html");
const index = readFileSync(indexPath, "utf8");
const inline = [...index.matchAll(/<script\b([^>]*)>([\s\S]*?)<\/script>/g)]
  .filter(([, attributes]) => !/\bsrc\s*=/.test(attributes))
  .map(([, , content]) => `'sha256-${sha256(content, "base64")}'`);
if (inline.length === 0) throw new Error("index.html: Trunk's starting script is not there");
// The browser hashes a script after it has made each line ending a single line feed.
if (index.includes("\r")) throw new Error("index.html: carriage returns would make the hashes wrong");
writeFileSync(indexPath, replaceOnce(index, "{script-hashes}", inline.join(" "), "index.html"));

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
console.log(`post_build: ${inline.length} inline script, ${kept.length} files kept offline, version ${version}`);
