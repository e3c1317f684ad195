// What a disk does to what a browser keeps, of its database and of its private files. Chromium's folders, and
// Firefox's.

import assert from "node:assert/strict";
import { closeSync, openSync, readdirSync, readFileSync, rmSync, statSync, truncateSync, writeSync } from "node:fs";
import { join } from "node:path";

import { ENGINE } from "./engine.mjs";

const STORED = "Default/IndexedDB";
const FILES = "Default/File System";

/** The folder of the app's database; that of its keys beside it is another one's business. */
export function folderOf(profile) {
  const [name] = readdirSync(join(profile, STORED)).filter((name) => /_\d+\.indexeddb\.leveldb$/.test(name));
  assert.ok(name, "the browser keeps its database where it was looked for");
  return join(profile, STORED, name);
}

const filesOf = (profile, pattern) => {
  const folder = folderOf(profile);
  return readdirSync(folder).filter((name) => pattern.test(name)).map((name) => join(folder, name));
};

function scribble(path) {
  const size = statSync(path).size;
  const file = openSync(path, "r+");
  for (let at = 0; at < size; at += 64) writeSync(file, Buffer.alloc(Math.min(48, size - at), 0x5a), 0, undefined, at);
  closeSync(file);
}

/** Firefox's folder of the app, and what is in it: "idb" is the database, "fs" the private files. */
export function ofFirefox(profile, part) {
  const stored = join(profile, "storage/default");
  const [origin] = readdirSync(stored).filter((name) => name.startsWith("http+++"));
  assert.ok(origin, "the browser keeps its database where it was looked for");
  return join(stored, origin, part);
}

const filesIn = (folder, pattern) =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && pattern.test(entry.name))
    .map((entry) => join(entry.parentPath ?? entry.path, entry.name));

/** Every file of the private file system, journals and photos alike. */
export const privateFiles = (profile) =>
  ENGINE === "firefox" ? filesIn(ofFirefox(profile, "fs"), /^(?!metadata)/) : filesIn(join(profile, FILES), /^\d{8}$/);

const journals = (profile) => {
  const found = privateFiles(profile).filter((path) => /^[+x=-] $/.test(readFileSync(path).subarray(0, 2).toString()));
  assert.ok(found.length > 0, "the browser keeps the journal where it was looked for");
  return found;
};

const OF_CHROMIUM = {
  "the manifest is scribbled over": (profile) => filesOf(profile, /^MANIFEST/).forEach(scribble),
  "the log is scribbled over": (profile) => filesOf(profile, /\.log$/).forEach(scribble),
  "the log is emptied": (profile) => filesOf(profile, /\.log$/).forEach((path) => truncateSync(path, 0)),
  "the log is cut in half": (profile) => filesOf(profile, /\.log$/).forEach((path) => truncateSync(path, statSync(path).size >> 1)),
  "the folder is gone": (profile) => rmSync(folderOf(profile), { recursive: true }),
  "the whole of it is gone": (profile) => rmSync(join(profile, STORED), { recursive: true }),
};

/** The app's database and what was written last, which stands beside it. */
const tables = (profile) => filesIn(ofFirefox(profile, "idb"), /\.sqlite(-wal)?$/);

const OF_FIREFOX = {
  "the database is scribbled over": (profile) => tables(profile).forEach(scribble),
  "the database is emptied": (profile) => tables(profile).forEach((path) => truncateSync(path, 0)),
  "the database is cut in half": (profile) => tables(profile).forEach((path) => truncateSync(path, statSync(path).size >> 1)),
  "the folder is gone": (profile) => rmSync(ofFirefox(profile, "idb"), { recursive: true }),
};

export const OF_THE_DATABASE = ENGINE === "firefox" ? OF_FIREFOX : OF_CHROMIUM;

export const OF_THE_SECOND_COPY = {
  "the private files are gone": (profile) => rmSync(ENGINE === "firefox" ? ofFirefox(profile, "fs") : join(profile, FILES), { recursive: true, force: true }),
  "the journal is scribbled over": (profile) => journals(profile).forEach(scribble),
  "the journal is cut in half": (profile) => journals(profile).forEach((path) => truncateSync(path, statSync(path).size >> 1)),
  "the bytes of the journal are gone, and its name stands": (profile) => journals(profile).forEach((path) => rmSync(path)),
  "the journal is emptied": (profile) => journals(profile).forEach((path) => truncateSync(path, 0)),
};
