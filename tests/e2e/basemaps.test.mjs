// Basemaps of several programs at the desk: each is drawn there as the phones will draw it, or refused
// for what it is. All of them are made of the invented quarter.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { brotliCompressSync, gunzipSync } from "node:zlib";

import { basemapStyle, schemasOf } from "../../public/map_style.js";
import { cannot, startPhone } from "./browser.mjs";
import { pmtiles, quarter } from "./invented/quarter.mjs";
import { inSchema } from "./schemas.mjs";
import { chapter, prepare, startWalk } from "./story.mjs";

const MADE = quarter(2025);
const archive = (schema) => pmtiles({ ...MADE, basemap: inSchema(MADE.basemap, schema) });

let laptop;
let walk;
let folder;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-basemaps-"));
  laptop = await startPhone();
  await startWalk(laptop);
  walk = await laptop.run(() => location.hash.split("/")[2]);
  // The walk is where the quarter is: its perimeter says so.
  await prepare(laptop, walk, { perimeter: await file("p.geojson", JSON.stringify(MADE.perimeter)), name: "Quartier inventé" });
});
after(() => laptop?.close());

async function file(name, content) {
  await writeFile(join(folder, name), content);
  return join(folder, name);
}

/** Chooses a basemap on a fresh screen. */
async function choose(name, content) {
  await laptop.open(`preparation.html#/marche/${walk}/preparer/terrain`);
  await laptop.reload();
  await laptop.see("#basemap-file");
  await laptop.upload("#basemap-file", await file(name, content));
}

/** Every directory and tile of an archive packed as Brotli, which the map does not open. */
function asBrotli(bytes) {
  const number = (at) => Number(bytes.readBigUInt64LE(at));
  const [directoryAt, metadataAt, tilesAt] = [8, 24, 56].map((at) => bytes.subarray(number(at), number(at) + number(at + 8)));
  const directory = gunzipSync(directoryAt);
  let at = 0;
  const next = () => {
    let [value, factor] = [0, 1];
    for (; directory[at] > 127; at += 1, factor *= 128) value += (directory[at] & 127) * factor;
    value += directory[at] * factor;
    at += 1;
    return value;
  };
  const count = next();
  const column = () => Array.from({ length: count }, next);
  const [ids, runs, lengths] = [column(), column(), column()];
  let from = 0;
  const tiles = lengths.map((length) => {
    const tile = tilesAt.subarray(from, from + length);
    from += length;
    return brotliCompressSync(gunzipSync(tile));
  });
  const varint = (value) => {
    const written = [];
    for (; value > 127; value = Math.floor(value / 128)) written.push((value % 128) + 128);
    return [...written, value];
  };
  const columns = [ids, runs, tiles.map(({ length }) => length), ids.map((_, index) => (index === 0 ? 1 : 0))];
  const packed = [
    brotliCompressSync(Buffer.from([count, ...columns.flat()].flatMap(varint))),
    brotliCompressSync(gunzipSync(metadataAt)),
    Buffer.concat(tiles),
  ];
  const header = Buffer.from(bytes.subarray(0, 127));
  let place = 127;
  for (const [index, part] of [packed[0], packed[1], Buffer.alloc(0), packed[2]].entries()) {
    header.writeBigUInt64LE(BigInt(place), 8 + index * 16);
    header.writeBigUInt64LE(BigInt(part.length), 16 + index * 16);
    place += part.length;
  }
  header.set([3, 3], 97);
  return Buffer.concat([header, ...packed]);
}

/** How many colours there are in the picture of the candidate. */
async function colours() {
  const box = await laptop.run(() => {
    const picture = document.querySelector("#basemap-picture");
    picture.scrollIntoView({ block: "center" });
    const { left, top, width, height } = picture.getBoundingClientRect();
    return { left, top, width, height, ratio: devicePixelRatio };
  });
  const picture = await laptop.driver.takeScreenshot();
  return laptop.run(
    async ({ picture, box }) => {
      const image = new Image();
      image.src = `data:image/png;base64,${picture}`;
      await image.decode();
      const context = new OffscreenCanvas(80, 80).getContext("2d");
      const { left, top, width, height, ratio } = box;
      const cut = [left + width * 0.1, top + height * 0.3, width * 0.6, height * 0.5].map((pixels) => pixels * ratio);
      context.drawImage(image, ...cut, 0, 0, 80, 80);
      const { data } = context.getImageData(0, 0, 80, 80);
      return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(i * 4, i * 4 + 3).join())).size;
    },
    { picture, box },
  );
}

test("each schema is told by its streets, and its layers are drawn on top of one another in one order", () => {
  assert.deepEqual(schemasOf(["water", "transportation"]), ["openmaptiles"]);
  assert.deepEqual(schemasOf(["streets", "buildings"]), ["shortbread"]);
  assert.deepEqual(schemasOf(["buildings", "roads"]), ["protomaps"]);
  assert.equal(schemasOf([]).length, 3);
  const given = { id: 1, vector: true, minZoom: 0, maxZoom: 14, attribution: "", schemas: schemasOf([]) };
  const style = basemapStyle("night", { ...given, bounds: [0, 0, 0, 0] });
  assert.equal(style.sources.basemap.bounds, undefined, "bounds of nothing would leave all out");
  assert.equal(new Set(style.layers.map(({ id }) => id)).size, style.layers.length);
  const types = style.layers.map(({ type }) => type);
  assert.ok(types.indexOf("symbol") > types.lastIndexOf("line") && types.indexOf("symbol") > types.lastIndexOf("fill"));
});

/** firefox.test.mjs has the plan. */
const WEBGL = { skip: cannot({ firefox: "Firefox has no WebGL without a graphics card" }) };

chapter("basemaps of several programs are drawn at the desk, by day and by night", WEBGL, async () => {
  const candidates = [
    ["openmaptiles.pmtiles", archive("openmaptiles")],
    ["shortbread.pmtiles", archive("shortbread")],
    ["brotli.pmtiles", asBrotli(archive("protomaps"))],
  ];
  for (const [name, content] of candidates) {
    await choose(name, content);
    await laptop.see("Il couvre toute la marche");
    if (name.startsWith("brotli")) await laptop.see("comprimées en brotli");
    await laptop.see("#basemap-picture canvas");
    await laptop.until(`an empty map of ${name}`, async () => (await colours()) > 12);
    assert.equal(await laptop.shows("Le fond de carte est illisible"), false);
  }
  await laptop.tap("#basemap-looks button:last-child");
  await laptop.until("no map at night", async () => (await colours()) > 6);
  assert.deepEqual(await laptop.axe(), []);
});

chapter("bounds of nothing are found, another town is so many kilometres away", async () => {
  const nowhere = archive("protomaps");
  nowhere.fill(0, 102, 118);
  await choose("nowhere.pmtiles", nowhere);
  await laptop.see("c’est lu dans ses tuiles");
  await laptop.see("Il couvre toute la marche");
  // The same drawing, called a place in the east of the quarter's tiles: the perimeter lies outside.
  const beside = archive("protomaps");
  beside.writeInt32LE(Math.round((MADE.bounds[2] - 0.001) * 1e7), 102);
  await choose("beside.pmtiles", beside);
  await laptop.see("ne couvre pas la marche");
});

chapter("what the map does not draw is named, and nothing changes", async () => {
  const called = (number) => {
    const bytes = archive("protomaps");
    bytes[99] = number;
    return bytes;
  };
  const cases = [
    ["mlt.pmtiles", called(6), "MLT"],
    ["unknown.pmtiles", called(0), "ne dit pas ce que sont ses tuiles"],
    ["own.pmtiles", archive("own"), "(quartier)"],
  ];
  for (const [name, content, words] of cases) {
    await choose(name, content);
    await laptop.see("#read-failed");
    await laptop.see("C’est bien un fond PMTiles");
    await laptop.see(words);
  }
  await laptop.see("Aucun fond de carte");
});
