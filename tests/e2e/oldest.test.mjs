// The oldest browsers on which the built files run, by the data of `@mdn/browser-compat-data`: what they ask
// for is there, or stands below with what the app does without it. And the words for those that are older.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { parse } from "acorn";

import { DIST, startPhone } from "./browser.mjs";
import { needs, oldest } from "./needs.mjs";

/** What README says: the version from which on. */
const OLDEST = { chrome: 105, chrome_android: 105, firefox: 121, safari: 16, safari_ios: 16, samsunginternet_android: 20 };

/** Younger than that in one of them, and what happens without it. */
const WITHOUT = {
  // Asked for before it is used.
  "api|Window|requestIdleCallback": "a moment later instead (boot.js)",
  "javascript|builtins|Symbol|dispose": "wasm-bindgen asks whether it is there",
  "javascript|builtins|ArrayBuffer|detached": "wasm-bindgen compares lengths instead",
  "api|Performance|memory": "only measured, in the bench",
  "api|IDBFactory|databases": "the database is opened and, where it was made by that, given up (rescue.js)",
  "api|Navigator|share": "the file is saved instead (rescue.js)",
  "api|Navigator|canShare": "the file is saved instead (rescue.js)",
  "api|FileSystemDirectoryHandle": "one copy only, and the check says so",
  "api|FileSystemFileHandle": "one copy only, and the check says so",
  "api|FileSystemFileHandle|createSyncAccessHandle": "one copy only, and the check says so",
  "api|FileSystemDirectoryHandle|getDirectoryHandle": "one copy only, and the check says so",
  "api|FileSystemDirectoryHandle|getFileHandle": "one copy only, and the check says so",
  "api|FileSystemDirectoryHandle|removeEntry": "one copy only, and the check says so",
  "api|FileSystemSyncAccessHandle|getSize": "one copy only, and the check says so",
  "api|FileSystemSyncAccessHandle|truncate": "one copy only, and the check says so",
  "api|StorageManager|estimate": "the free space is not shown",
  // Never called: classes of streams that a library brings along.
  "api|ReadableByteStreamController|byobRequest": "never called",
  "api|ReadableStreamBYOBRequest|respond": "never called",
  // There in part: all that is used of it is.
  "javascript|operators|await|top_level": "in Safari since 15, but for two modules that wait for each other",
  // Names of our own that something of the browser has, too.
  "api|FeaturePolicy|features": "a name of map.js",
  "javascript|builtins|ArrayBuffer|resize": "the map's own",
  "api|BluetoothRemoteGATTCharacteristic|properties": "a feature's own",
  "api|TouchEvent|touches": "read where there are any",
  "api|CSSNumericValue|to": "a name of map.js",
  "api|Navigator|ink": "a colour of map.js",
  "api|CanvasRenderingContext2D|font": "a name of map.js",
  "api|PerformanceLongTaskTiming|attribution": "a source's own",
  "api|Directory|path": "a name of map_style.js",
  "api|VTTRegion|lines": "a name of rescue.js",
  // Looks.
  "css|types|length|viewport_percentage_units_dynamic": "100vh stands before it",
  "css|types|color|color-mix": "a plain colour stands before it",
  "css|properties|outline": "a ring with corners instead of round ones",
  "css|properties|hyphens": "with its prefix, or the whole word on the next line",
  "css|properties|hyphenate-limit-chars": "short words are divided, too",
  "css|properties|user-select": "with its prefix",
  "css|properties|accent-color": "the browser's own colour",
  "css|properties|resize": "the field keeps its size",
  "css|properties|resize|vertical": "the field keeps its size",
  "css|properties|contain|style": "comes with its neighbours, nothing counts in these rows",
  "css|properties|paint-order": "a thinner letter on the map's drawing",
  "css|properties|cursor|pointer": "fingers have no pointer",
  "css|properties|cursor|default": "fingers have no pointer",
  "css|properties|cursor|grab": "fingers have no pointer",
  "css|properties|cursor|crosshair": "fingers have no pointer",
  "css|properties|font-family|ui-monospace": "the next of the list",
  // Paper.
  "css|at-rules|page": "the margins of the browser",
  "css|at-rules|page|size": "the paper that is chosen while printing",
  "css|properties|break-after|avoid": "a heading may end a page",
  "css|properties|orphans": "a line may stand alone",
  "css|properties|widows": "a line may stand alone",
  "css|selectors|details-content": "what is folded stays folded on paper, and its summary says so",
  "css|properties|content-visibility": "what is folded stays folded on paper, and its summary says so",
  "css|properties|content-visibility|visible": "what is folded stays folded on paper, and its summary says so",
};

test("what the built files ask for is in the oldest browsers of README, or they do without it", () => {
  const all = needs(DIST);
  assert.ok(all.size > 200, `${all.size} needs found`);
  const [tooYoung, met] = [[], new Set()];
  for (const need of all.values()) {
    const listed = need.keys.filter((key) => key in WITHOUT);
    for (const [browser, version] of Object.entries(OLDEST)) {
      const from = oldest(need, browser);
      if (from <= version) continue;
      listed.forEach((key) => met.add(key));
      if (listed.length === 0) tooYoung.push(`${need.keys.join(" or ")}: ${browser} ${from}, in ${[...need.files].join(", ")}`);
    }
  }
  assert.deepEqual(tooYoung, []);
  assert.deepEqual(Object.keys(WITHOUT).filter((key) => !met.has(key)), [], "nobody lacks this any more");
});

test("README and the sentence for older ones name the same versions", async () => {
  const readme = await readFile(new URL("../../README.md", import.meta.url), "utf8");
  const row = /^\| oldest \| (.*) \|$/m.exec(readme);
  assert.ok(row, "README has no row with the oldest versions");
  const numbers = row[1].split("|").map((cell) => Number.parseFloat(cell.replace(/^\D*/, "")));
  assert.deepEqual(numbers, [OLDEST.chrome, OLDEST.firefox, OLDEST.safari, OLDEST.samsunginternet_android]);
  for (const name of ["old.js", "stopped.js"]) {
    const said = await readFile(join(DIST, name), "utf8");
    const versions = new RegExp(`iOS ${OLDEST.safari_ios}, ou Chrome ${OLDEST.chrome}, Firefox ${OLDEST.firefox}, Safari ${OLDEST.safari},`);
    assert.match(said, versions, name);
  }
});

test("what speaks to older browsers is read by them: ECMAScript 5, and 2018 for the page that saves", async () => {
  const old = await readFile(join(DIST, "old.js"), "utf8");
  assert.ok(parse(old, { ecmaVersion: 5 }).body.length > 0);
  const rescue = await readFile(join(DIST, "rescue.js"), "utf8");
  assert.ok(parse(rescue, { ecmaVersion: 2018 }).body.length > 0);
  // A script that is read as a whole or not at all: nothing of the modern ones stands in it.
  assert.throws(() => parse(old.replace("var", "const"), { ecmaVersion: 5 }));
});

/** What such a browser does with a program, too. */
const NO_PROGRAM = "if (window.WebAssembly) WebAssembly.instantiate = WebAssembly.instantiateStreaming = () => Promise.reject(new WebAssembly.CompileError('unknown opcode'));";

for (const [name, taken] of [
  ["without modules", "delete HTMLScriptElement.prototype.noModule"],
  ["without the program's instructions", "WebAssembly.validate = () => false"],
  ["without WebAssembly", "delete window.WebAssembly"],
]) {
  test(`a browser ${name} is told so, and comes to the page that saves`, { timeout: 60_000 }, async () => {
    const phone = await startPhone();
    try {
      await phone.preload(`${taken};${NO_PROGRAM}`);
      for (const page of ["", "rejoindre.html", "terrain.html", "atelier.html"]) {
        await phone.open(page);
        await phone.see("Ce navigateur est trop ancien pour Éclaireuse");
        assert.ok(!(await phone.shows("L’application s’est arrêtée")), page);
        assert.ok(!(await phone.shows("Éclaireuse…")), page);
        assert.ok(await phone.shows("sauver ce qui est noté sur ce téléphone"), "the way out is there at once");
      }
      await phone.screenshot(`too-old-${name.split(" ").at(-1)}`);
      await phone.tap("sauver ce qui est noté sur ce téléphone");
      await phone.see("Sauver mes observations");
    } finally {
      await phone.close();
    }
  });
}
