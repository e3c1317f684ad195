// An invented quarter: streets, buildings, lamps, a perimeter and a basemap of them. Nothing of it
// exists: it is drawn from a seed on fields south of Amiens, names say that they are invented, and
// the codes are those of no territory.

import { gzipSync } from "node:zlib";

import geojsonvt from "geojson-vt";
import vtpbf from "vt-pbf";

import { seeded } from "./seeded.mjs";

/** The south-west corner and the middle of the streets, WGS 84 longitude and latitude in degrees. */
const CORNER = [2.2712, 49.7803];
const METRES_LAT = 1 / 111_195;
const METRES_LON = METRES_LAT / Math.cos((CORNER[1] * Math.PI) / 180);
/** The streets are a little askew, so that nothing is right by lying along an axis. */
const ASKEW = (17 * Math.PI) / 180;
const COLUMNS = 6;
const ROWS = 5;
const BLOCK = [92, 74];

export const ATTRIBUTION = "Quartier inventé pour les essais";
export const NAME = "Quartier inventé";

/** A place from metres east and north of the corner, along the streets. */
function place([along, across]) {
  const [east, north] = [
    along * Math.cos(ASKEW) - across * Math.sin(ASKEW),
    along * Math.sin(ASKEW) + across * Math.cos(ASKEW),
  ];
  return [CORNER[0] + east * METRES_LON, CORNER[1] + north * METRES_LAT].map((degrees) => Number(degrees.toFixed(7)));
}

const feature = (type, coordinates, properties) => ({ type: "Feature", geometry: { type, coordinates }, properties });
const collection = (name, features) => ({ type: "FeatureCollection", name, features });

/** The places of a line in metres, one about every `step` metres, with a little wobble. */
function line(from, to, random, step = 18) {
  const length = Math.hypot(to[0] - from[0], to[1] - from[1]);
  const parts = Math.max(1, Math.round(length / step));
  return Array.from({ length: parts + 1 }, (_, index) => {
    const share = index / parts;
    const wobble = index === 0 || index === parts ? 0 : 1.2;
    return [0, 1].map((axis) => from[axis] + (to[axis] - from[axis]) * share + (random() - 0.5) * wobble);
  });
}

/** The quarter as GeoJSON, by file name. */
export function quarter(seed) {
  const random = seeded(seed);
  const roads = [];
  const lamps = [];
  const street = (number, from, to, major) => {
    const way = line(from, to, random);
    const properties = {
      kind: major ? "major_road" : "minor_road",
      kind_detail: major ? "secondary" : "residential",
      name: `Rue inventée ${number}`,
      lit: "yes",
      min_zoom: 12,
    };
    roads.push(feature("LineString", way.map(place), properties));
    // A lamp about every thirty metres, now on one side, now on the other; some are missing.
    for (let index = 1; index < way.length - 1; index += 2) {
      if (random() < 0.15) continue;
      const aside = index % 4 === 1 ? 4 : -4;
      const across = [to[1] - from[1], from[0] - to[0]].map((part) => (part / Math.hypot(to[0] - from[0], to[1] - from[1])) * aside);
      const at = way[index].map((metres, axis) => metres + across[axis]);
      lamps.push(feature("Point", place(at), { ref: `L-${String(lamps.length + 1).padStart(3, "0")}`, support: random() < 0.6 ? "mât" : null, lamp_type: null }));
    }
  };
  const [wide, high] = [COLUMNS * BLOCK[0], ROWS * BLOCK[1]];
  for (let row = 0; row <= ROWS; row += 1) street(row + 1, [0, row * BLOCK[1]], [wide, row * BLOCK[1]], row === 2);
  for (let column = 0; column <= COLUMNS; column += 1) {
    street(ROWS + 2 + column, [column * BLOCK[0], 0], [column * BLOCK[0], high], column === 3);
  }

  const buildings = [];
  const greens = [];
  const shops = [];
  for (let row = 0; row < ROWS; row += 1) {
    for (let column = 0; column < COLUMNS; column += 1) {
      const [left, low] = [column * BLOCK[0], row * BLOCK[1]];
      // A court with a path through it.
      const through = left + 20 + random() * (BLOCK[0] - 40);
      roads.push(feature("LineString", line([through, low], [through, low + BLOCK[1]], random).map(place), {
        kind: "path", kind_detail: "footway", name: null, lit: random() < 0.5 ? "yes" : "no", min_zoom: 12,
      }));
      if (random() < 0.15) {
        const green = [[left + 9, low + 9], [left + BLOCK[0] - 9, low + 9], [left + BLOCK[0] - 9, low + BLOCK[1] - 9], [left + 9, low + BLOCK[1] - 9]];
        greens.push(feature("Polygon", [[...green, green[0]].map(place)], { kind: "park", min_zoom: 12 }));
        continue;
      }
      for (const side of [0, 1]) {
        const depth = 11 + random() * 6;
        const length = 30 + random() * (BLOCK[0] - 52);
        const start = left + 9 + random() * (BLOCK[0] - 18 - length);
        const bottom = side === 0 ? low + 8 : low + BLOCK[1] - 8 - depth;
        const walls = [[start, bottom], [start + length, bottom], [start + length, bottom + depth], [start, bottom + depth]];
        buildings.push(feature("MultiPolygon", [[[...walls, walls[0]].map(place)]], { kind: "building", min_zoom: 13 }));
        if (random() < 0.2) {
          shops.push(feature("Point", place([start + length / 2, bottom + depth / 2]), { kind: "bakery", name: `Boulangerie inventée ${shops.length + 1}`, min_zoom: 15 }));
        }
      }
    }
  }

  const edge = [[-30, -30], [wide + 30, -30], [wide + 30, high + 30], [-30, high + 30]].map(place);
  const perimeter = feature("Polygon", [[...edge, edge[0]]], {
    code_qp: "QN00000X", lib_qp: NAME, insee_com: "98999", lib_com: "Commune inventée",
  });
  const around = [[-900, -900], [wide + 900, -900], [wide + 900, high + 900], [-900, high + 900]].map(place);
  const earth = feature("Polygon", [[...around, around[0]]], { kind: "earth", min_zoom: 0 });
  return {
    roads: collection("roads", roads),
    buildings: collection("buildings", buildings),
    lamps: collection("street_lamps", lamps),
    perimeter: collection("perimetre", [perimeter]),
    basemap: { earth: collection("earth", [earth]), landuse: collection("landuse", greens), buildings: collection("buildings", buildings), roads: collection("roads", roads), pois: collection("pois", shops) },
    bounds: bounds(around),
  };
}

function bounds(places) {
  const [lons, lats] = [0, 1].map((axis) => places.map((place) => place[axis]));
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

const ZOOMS = [12, 16];

/**
 * The basemap as a PMTiles archive of version 3 (https://github.com/protomaps/PMTiles/blob/main/spec/v3/spec.md):
 * gzipped vector tiles, layers and `kind` as in the Protomaps basemap schema.
 */
export function pmtiles({ basemap, bounds: [west, south, east, north] }) {
  const indexes = Object.entries(basemap).map(([name, features]) => [name, geojsonvt(features, { maxZoom: ZOOMS[1], indexMaxZoom: ZOOMS[1], indexMaxPoints: 0, tolerance: 1 })]);
  const tiles = [];
  for (let zoom = ZOOMS[0]; zoom <= ZOOMS[1]; zoom += 1) {
    const [[left, top], [right, bottom]] = [tileOf(west, north, zoom), tileOf(east, south, zoom)];
    for (let x = left; x <= right; x += 1) {
      for (let y = top; y <= bottom; y += 1) {
        const layers = Object.fromEntries(indexes.map(([name, index]) => [name, index.getTile(zoom, x, y)]).filter(([, tile]) => tile));
        if (Object.keys(layers).length > 0) {
          tiles.push({ id: tileId(zoom, x, y), bytes: gzipSync(vtpbf.fromGeojsonVt(layers, { version: 2 })) });
        }
      }
    }
  }
  tiles.sort((one, other) => one.id - other.id);

  // Columns of the directory: how many, ids as differences, runs, lengths, offsets (0: right after the last).
  const directory = gzipSync(Buffer.concat([
    varint(tiles.length),
    ...tiles.map(({ id }, index) => varint(id - (index === 0 ? 0 : tiles[index - 1].id))),
    ...tiles.map(() => varint(1)),
    ...tiles.map(({ bytes }) => varint(bytes.length)),
    ...tiles.map((_, index) => varint(index === 0 ? 1 : 0)),
  ]));
  const vectorLayers = Object.keys(basemap).map((id) => ({ id, minzoom: ZOOMS[0], maxzoom: ZOOMS[1], fields: { kind: "String", name: "String" } }));
  const metadata = gzipSync(JSON.stringify({ name: NAME, attribution: ATTRIBUTION, vector_layers: vectorLayers }));
  const data = Buffer.concat(tiles.map(({ bytes }) => bytes));
  const header = Buffer.alloc(127);
  header.write("PMTiles");
  header[7] = 3;
  const afterDirectory = 127 + directory.length;
  const numbers = [127, directory.length, afterDirectory, metadata.length, afterDirectory + metadata.length, 0, afterDirectory + metadata.length, data.length, tiles.length, tiles.length, tiles.length];
  numbers.forEach((number, index) => header.writeBigUInt64LE(BigInt(number), 8 + index * 8));
  // Clustered; directory and tiles gzipped; vector tiles; from one zoom to another.
  header.set([1, 2, 2, 1, ...ZOOMS], 96);
  [west, south, east, north].forEach((degrees, index) => header.writeInt32LE(Math.round(degrees * 1e7), 102 + index * 4));
  header[118] = 14;
  [(west + east) / 2, (south + north) / 2].forEach((degrees, index) => header.writeInt32LE(Math.round(degrees * 1e7), 119 + index * 4));
  return Buffer.concat([header, directory, metadata, data]);
}

/** The tile of a place, from the west and from the north (Web Mercator). */
function tileOf(lon, lat, zoom) {
  const count = 2 ** zoom;
  const radians = (lat * Math.PI) / 180;
  const share = [(lon + 180) / 360, (1 - Math.asinh(Math.tan(radians)) / Math.PI) / 2];
  return share.map((part) => Math.floor(part * count));
}

/** The number of a tile on the Hilbert curves of all zooms laid one after the other. */
function tileId(zoom, x, y) {
  let id = (4 ** zoom - 1) / 3;
  let [a, b] = [x, y];
  for (let side = 2 ** (zoom - 1); side >= 1; side /= 2) {
    const [right, lower] = [Number((a & side) > 0), Number((b & side) > 0)];
    id += side * side * ((3 * right) ^ lower);
    if (lower === 0) {
      if (right === 1) [a, b] = [side - 1 - a, side - 1 - b];
      [a, b] = [b, a];
    }
  }
  return id;
}

function varint(number) {
  const bytes = [];
  for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) + 128);
  return Buffer.from([...bytes, number]);
}
