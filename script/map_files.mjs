// The files of MapLibre and PMTiles that the app ships, pinned by script/package-lock.json. Their
// code is shipped as published. PMTiles' browser build sets a global; a line is added that exports
// the one class the map uses instead.

import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const packages = join(dirname(fileURLToPath(import.meta.url)), "node_modules");

/** [path under node_modules, name under map/] */
const FILES = [
  ["maplibre-gl/dist/maplibre-gl.mjs", "maplibre-gl.mjs"],
  ["maplibre-gl/dist/maplibre-gl-worker.mjs", "maplibre-gl-worker.mjs"],
  ["maplibre-gl/dist/maplibre-gl.css", "maplibre-gl.css"],
  ["maplibre-gl/LICENSE.txt", "maplibre-gl-license.txt"],
  ["pmtiles/dist/pmtiles.js", "pmtiles.mjs"],
];

/** Writes them into a folder's map/. */
export function writeMapFiles(into) {
  mkdirSync(join(into, "map"), { recursive: true });
  for (const [from, to] of FILES) {
    const path = join(packages, from);
    if (!existsSync(path)) throw new Error(`${from} is missing: run script/setup`);
    let content = readFileSync(path, "utf8");
    // Source maps are not shipped; naming them would make tools ask for them.
    content = content.replace(/^\/\/# sourceMappingURL=.*$/m, "");
    if (to === "pmtiles.mjs") {
      if (!/var pmtiles *=/.test(content)) throw new Error("pmtiles: the global is not where it was");
      content += "\nexport const { PMTiles } = pmtiles;\n";
    }
    writeFileSync(join(into, "map", to), content);
  }
}
