// Gives the imports and exports of a program short names, in the program and in its glue alike. Only
// names that wasm-bindgen made are touched: what the glue is asked for by others keeps its own.

import { readFileSync, writeFileSync } from "node:fs";

const IMPORTS = 2;
const EXPORTS = 7;
/** Made by wasm-bindgen, with a hash or in its own manner. */
const MADE = /^(__wbg_|__wbindgen_|wasm_bindgen__|__wasm_bindgen)/;
/** A mark of a library that nobody reads. It holds the folder in which the library was compiled, the only
 *  thing in which builds on two machines differed. */
const MARK = /^_WASM_SPLIT_MARKER_/;
/** Asked for by name in what the glue does at its start. */
const KEPT = new Set(["__wbindgen_start"]);

function unsigned(bytes, at) {
  let [value, shift] = [0, 0];
  for (;;) {
    const byte = bytes[at];
    at += 1;
    value += (byte & 0x7f) * 2 ** shift;
    shift += 7;
    if (byte < 0x80) return [value, at];
  }
}

function written(value) {
  const bytes = [];
  do {
    const low = value % 128;
    value = Math.floor(value / 128);
    bytes.push(value > 0 ? low | 0x80 : low);
  } while (value > 0);
  return Buffer.from(bytes);
}

const named = (text) => Buffer.concat([written(Buffer.byteLength(text)), Buffer.from(text)]);

/** The sections of a program: kind and content. */
function sections(bytes) {
  const found = [];
  for (let at = 8; at < bytes.length; ) {
    const kind = bytes[at];
    const [length, from] = unsigned(bytes, at + 1);
    found.push({ kind, content: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return found;
}

/** The end of what an import is, after its names. */
function skipImport(bytes, at) {
  const kind = bytes[at];
  if (kind === 0) return unsigned(bytes, at + 1)[1];
  const limits = (from) => {
    const [, least] = unsigned(bytes, from + 1);
    return bytes[from] & 1 ? unsigned(bytes, least)[1] : least;
  };
  if (kind === 1) return limits(at + 2);
  if (kind === 2) return limits(at + 1);
  if (kind === 3) return at + 3;
  throw new Error(`an import of kind ${kind} is not known here`);
}

/** Writes the names of one section anew. */
function renamed(content, isImport, short) {
  let [count, at] = unsigned(content, 0);
  const parts = [written(count)];
  for (; count > 0; count -= 1) {
    const name = () => {
      const [length, from] = unsigned(content, at);
      at = from + length;
      return content.subarray(from, at).toString();
    };
    if (isImport) parts.push(named(name()));
    parts.push(named(short(name())));
    const end = isImport ? skipImport(content, at) : unsigned(content, at + 1)[1];
    parts.push(content.subarray(at, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** Shortens the names in a program and its glue; a name that the glue does not hold stays. */
export function shortenNames(program, glue) {
  const bytes = readFileSync(program);
  const text = readFileSync(glue, "utf8");
  const words = new Set(text.match(/[A-Za-z_$][\w$]*/g));
  const names = new Map();
  let count = 0;
  const short = (name) => {
    if (MARK.test(name)) return "_mark";
    if (!MADE.test(name) || KEPT.has(name) || !words.has(name)) return name;
    if (!names.has(name)) {
      let made;
      do made = `_${(count++).toString(36)}`;
      while (words.has(made));
      names.set(name, made);
    }
    return names.get(name);
  };
  const parts = [bytes.subarray(0, 8)];
  for (const { kind, content } of sections(bytes)) {
    const now = kind === IMPORTS || kind === EXPORTS ? renamed(content, kind === IMPORTS, short) : content;
    parts.push(Buffer.from([kind]), written(now.length), now);
  }
  writeFileSync(program, Buffer.concat(parts));
  writeFileSync(glue, text.replace(/[A-Za-z_$][\w$]*/g, (word) => names.get(word) ?? word));
}
