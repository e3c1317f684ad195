// The files that the stories hand in, made from a seed when they are first needed and kept under
// target/. All of it is invented. By hand: node tests/e2e/invented/made.mjs

import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

import { exif, photo } from "./photos.mjs";
import { pmtiles, quarter } from "./quarter.mjs";

const HERE = dirname(fileURLToPath(import.meta.url));
/** Another seed makes another quarter. */
const SEED = Number(process.env.ECLAIREUSE_SEED ?? 2025);

/** Each file by its name, and what makes it. */
function recipes() {
  const made = quarter(SEED);
  const json = (value) => Buffer.from(JSON.stringify(value));
  const place = made.lamps.features[0].geometry.coordinates;
  const turned = () => photo({ width: 1600, height: 1200, seed: SEED + 1, exif: exif({ orientation: 6 }), face: true });
  return {
    "roads.geojson": () => json(made.roads),
    "buildings.geojson": () => json(made.buildings),
    "street_lamps.geojson": () => json(made.lamps),
    "perimeter.geojson": () => json(made.perimeter),
    "quarter.pmtiles": () => pmtiles(made),
    "with_place.jpg": () => photo({ width: 1600, height: 1200, seed: SEED, exif: exif({ place }) }),
    "turned.jpg": turned,
    "bare.jpg": () => photo({ width: 640, height: 480, seed: SEED + 2 }),
    "large.jpg": () => photo({ width: 5600, height: 4200, seed: SEED + 3, exif: exif({ place }), quality: 70 }),
    // The battery died while it was copied.
    "damaged.jpg": () => turned().subarray(0, 9_000),
  };
}

/** The folder of this seed and these programs. */
function folder() {
  const sources = ["made.mjs", "photos.mjs", "quarter.mjs", "seeded.mjs"].map((name) => readFileSync(join(HERE, name)));
  const version = createHash("sha256").update(String(SEED)).update(Buffer.concat(sources)).digest("hex").slice(0, 12);
  return join(HERE, "../../../target/invented", version);
}

/** The path of an invented file, which is made when it is not there yet. */
export function invented(name) {
  const into = folder();
  const path = join(into, name);
  if (existsSync(path)) return path;
  const make = recipes()[name];
  if (!make) throw new Error(`nothing makes ${name}`);
  mkdirSync(into, { recursive: true });
  // Under its own name only once it is whole: two tests may want it at once.
  const half = `${path}.${process.pid}`;
  writeFileSync(half, make());
  if (existsSync(path)) rmSync(half);
  else renameSync(half, path);
  return path;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const name of Object.keys(recipes())) console.log(invented(name));
}
