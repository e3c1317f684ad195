// How the basemap looks by day, in the evening and at night, whichever of the three free schemas its
// drawings follow. Quiet on purpose: what people said stands out, streets only say where.

/** Colours of a theme: "light", "dark" or "night". */
export const PALETTES = {
  light: {
    paper: "#f3efe7", park: "#dde8d0", built: "#e4dccd", builtEdge: "#d3c8b4", water: "#bfd5e3",
    road: "#ffffff", roadEdge: "#d8cfc0", path: "#c9bda8", label: "#4d4536", halo: "#faf7f2",
    ink: "#1b2436", card: "#ffffff", lamp: "#a85a04", onLamp: "#ffffff", here: "#1d5fd0",
    hues: ["#2459a9", "#8a5c00", "#6b3fa0", "#b3261e", "#2e6b34", "#0f6f73"], on: "#ffffff",
  },
  dark: {
    paper: "#0e1422", park: "#172b22", built: "#222e47", builtEdge: "#33405f", water: "#143048",
    road: "#465475", roadEdge: "#0b101b", path: "#4d5b7c", label: "#b9c0cc", halo: "#0b101b",
    ink: "#e9e3d6", card: "#151d2e", lamp: "#f2b14a", onLamp: "#1a1204", here: "#6fb1ff",
    hues: ["#8db6f5", "#f2c46b", "#c5a6f2", "#f59a92", "#97d19c", "#82d3d6"], on: "#0b101b",
  },
  night: {
    paper: "#080503", park: "#0d0c05", built: "#150e08", builtEdge: "#20150c", water: "#0d0b0a",
    road: "#2c1e12", roadEdge: "#080503", path: "#33230f", label: "#9c764f", halo: "#080503",
    ink: "#d0a679", card: "#140d08", lamp: "#d07f2c", onLamp: "#140a02", here: "#d0a679",
    hues: ["#b39a86", "#d0a24e", "#bd8f8f", "#d27a5a", "#a39a58", "#a89a78"], on: "#140a02",
  },
};

/** Where the basemap's tiles are asked for; answered from memory, see map.js. */
export const TILES = "kept";

/** The layer of the streets tells a schema; src/format/files/map_schema.rs goes by the same. */
const STREETS = {
  protomaps: "roads",
  openmaptiles: "transportation",
  shortbread: "streets",
};

/**
 * The schemas to draw, by the names of an archive's layers. All of them where the names tell nothing:
 * what an archive does not have draws nothing.
 */
export function schemasOf(names) {
  const all = Object.keys(STREETS);
  const found = all.find((schema) => names.includes(STREETS[schema]));
  return found ? [found] : all;
}

/**
 * The style of the basemap.
 * @param theme    "light", "dark" or "night"
 * @param basemap  null, or { id, vector, schemas, minZoom, maxZoom, bounds, attribution }
 */
export function basemapStyle(theme, basemap) {
  const p = PALETTES[theme];
  const background = { id: "paper", type: "background", paint: { "background-color": p.paper } };
  if (!basemap) return { version: 8, sources: {}, layers: [background] };
  const source = {
    type: basemap.vector ? "vector" : "raster",
    tiles: [`${TILES}://${basemap.id}/{z}/{x}/{y}`],
    minzoom: basemap.minZoom,
    maxzoom: basemap.maxZoom,
    ...(isPlace(basemap.bounds) ? { bounds: basemap.bounds } : {}),
    attribution: basemap.attribution,
    ...(basemap.vector ? {} : { tileSize: 256 }),
  };
  const layers = basemap.vector ? vectorLayers(p, basemap.schemas ?? schemasOf([])) : [rasterLayer(theme)];
  return { version: 8, sources: { basemap: source }, layers: [background, ...layers] };
}

/** Whether west, south, east, north enclose anything: a few archives say 0, 0, 0, 0. */
export function isPlace([west, south, east, north]) {
  return west < east && south < north;
}

/** Pictures cannot be redrawn for the dark; they are dimmed. */
function rasterLayer(theme) {
  const paint = {
    light: {},
    dark: { "raster-brightness-max": 0.45, "raster-saturation": -0.5 },
    night: { "raster-brightness-max": 0.2, "raster-saturation": -0.8, "raster-hue-rotate": 20 },
  };
  return { id: "picture", type: "raster", source: "basemap", paint: paint[theme] };
}

const GREEN = [
  "park", "grass", "grassland", "forest", "wood", "garden", "meadow", "nature_reserve", "recreation_ground",
  "cemetery", "grave_yard", "allotments", "village_green", "pitch", "playground", "golf_course", "scrub",
  "farmland", "farm", "orchard", "vineyard", "dog_park", "heath", "greenfield",
];
const PATHS = ["path", "pedestrian", "footway", "steps", "cycleway", "track", "bridleway"];
const MAJOR = ["motorway", "trunk", "primary", "secondary", "tertiary"];
const RAILS = [
  "rail", "transit", "narrow_gauge", "tram", "light_rail", "funicular", "subway", "monorail", "aerialway", "ferry",
];

const oneOf = (value, list) => ["in", value, ["literal", list]];
const both = (...conditions) => ["all", ...conditions];
const isArea = oneOf(["geometry-type"], ["Polygon", "MultiPolygon"]);
const isLine = oneOf(["geometry-type"], ["LineString", "MultiLineString"]);
const named = ["has", "name"];
const from = (layer, look, filter, major = false) => ({ layer, look, filter, major });

/** What is drawn of each schema: a layer, how it looks, which of its features. */
const SCHEMAS = {
  // https://docs.protomaps.com/basemaps/layers, versions 3 and 4 (and `pmap:kind` of before).
  protomaps() {
    const kind = ["coalesce", ["get", "kind"], ["get", "pmap:kind"], ""];
    const isPath = oneOf(kind, PATHS);
    const major = oneOf(kind, ["highway", "major_road", "medium_road"]);
    const isStreet = both(isLine, ["!", isPath], ["!", oneOf(kind, RAILS)]);
    return [
      from("landuse", "green", both(isArea, oneOf(kind, GREEN))),
      from("natural", "green", both(isArea, oneOf(kind, GREEN))),
      from("water", "water", isArea),
      from("water", "stream", isLine),
      from("physical_line", "stream", both(isLine, oneOf(kind, ["river", "stream", "canal"]))),
      from("landuse", "square", both(isArea, ["==", kind, "pedestrian"])),
      from("roads", "rail", both(isLine, ["==", kind, "rail"])),
      from("roads", "path", both(isLine, isPath)),
      from("roads", "street", isStreet, major),
      from("buildings", "building", isArea),
      from("roads", "street-name", both(isLine, named)),
      from("pois", "place", named),
    ];
  },
  // https://openmaptiles.org/schema/
  openmaptiles() {
    const kind = ["coalesce", ["get", "class"], ""];
    const isPath = oneOf(kind, PATHS);
    const streets = [...MAJOR, "minor", "service", "busway", "bus_guideway", "raceway", "street"];
    return [
      from("landcover", "green", both(isArea, oneOf(kind, ["grass", ...GREEN]))),
      from("landuse", "green", both(isArea, oneOf(kind, GREEN))),
      from("water", "water", isArea),
      from("waterway", "stream", isLine),
      from("transportation", "square", both(isArea, isPath)),
      from("transportation", "rail", both(isLine, oneOf(kind, ["rail", "transit"]))),
      from("transportation", "path", both(isLine, isPath)),
      from("transportation", "street", both(isLine, oneOf(kind, streets)), oneOf(kind, MAJOR)),
      from("building", "building", isArea),
      from("transportation_name", "street-name", both(isLine, named)),
      from("poi", "place", named),
    ];
  },
  // https://shortbread-tiles.org/schema/1.0/
  shortbread() {
    const kind = ["coalesce", ["get", "kind"], ""];
    const isPath = oneOf(kind, PATHS);
    const isRail = oneOf(kind, RAILS);
    return [
      from("land", "green", both(isArea, oneOf(kind, GREEN))),
      from("ocean", "water", isArea),
      from("water_polygons", "water", isArea),
      from("water_lines", "stream", isLine),
      from("street_polygons", "square", isArea),
      from("streets", "rail", both(isLine, isRail)),
      from("streets", "path", both(isLine, isPath)),
      from("streets", "street", both(isLine, ["!", isPath], ["!", isRail]), oneOf(kind, MAJOR)),
      from("buildings", "building", isArea),
      from("street_labels", "street-name", both(isLine, named)),
      from("pois", "place", named),
    ];
  },
};

/** The layers of some schemas: what lies lower in all of them before what lies higher. */
function vectorLayers(p, schemas) {
  const wanted = schemas.flatMap((schema) => SCHEMAS[schema]().map((part) => ({ schema, ...part })));
  return looks(p).flatMap(([look, name, type, rest]) =>
    wanted.filter((part) => part.look === look).map(({ schema, layer, filter, major }) => ({
      id: `${schema}-${layer}-${name}`,
      type,
      source: "basemap",
      "source-layer": layer,
      filter,
      ...rest(major),
    })),
  );
}

/** How things look, the lowest first: [look, name, type, what a layer of it needs]. */
function looks(p) {
  const across = (stops) => ["interpolate", ["exponential", 1.6], ["zoom"], ...stops];
  const wide = (narrow, broad) => across([12, narrow / 3, 15, narrow, 18, broad, 20, broad * 3]);
  const width = (major, extra) =>
    across([
      12, ["case", major, 1.4 + extra, 0.5 + extra],
      15, ["case", major, 6 + extra, 3.2 + extra],
      18, ["case", major, 26 + extra, 15 + extra],
      20, ["case", major, 90 + extra, 54 + extra],
    ]);
  const layout = { "line-cap": "round", "line-join": "round" };
  const text = (more) => ({ "text-field": ["get", "name"], "text-font": ["Atkinson Hyperlegible Next", "sans-serif"], ...more });
  const ink = (halo) => ({ "text-color": p.label, "text-halo-color": p.halo, "text-halo-width": halo });
  return [
    ["green", "green", "fill", () => ({ paint: { "fill-color": p.park } })],
    ["water", "water", "fill", () => ({ paint: { "fill-color": p.water } })],
    ["stream", "stream", "line", () => ({ minzoom: 12, layout, paint: { "line-color": p.water, "line-width": wide(1.5, 6) } })],
    ["square", "square", "fill", () => ({ minzoom: 13, paint: { "fill-color": p.road } })],
    ["rail", "rail", "line", () => ({ minzoom: 12, paint: { "line-color": p.path, "line-width": wide(0.9, 2.4) } })],
    [
      "path", "path", "line",
      () => ({ layout, paint: { "line-color": p.path, "line-width": wide(1.2, 4), "line-dasharray": [2, 1.6] } }),
    ],
    [
      "street", "edge", "line",
      (major) => ({ minzoom: 13, layout, paint: { "line-color": p.roadEdge, "line-width": width(major, 1.6) } }),
    ],
    ["street", "street", "line", (major) => ({ layout, paint: { "line-color": p.road, "line-width": width(major, 0) } })],
    [
      "building", "building", "fill",
      () => ({ minzoom: 13, paint: { "fill-color": p.built, "fill-outline-color": p.builtEdge } }),
    ],
    [
      "street-name", "name", "symbol",
      () => ({
        minzoom: 15,
        layout: text({
          "symbol-placement": "line",
          "text-size": ["interpolate", ["linear"], ["zoom"], 15, 11, 18, 14],
          "text-max-angle": 30,
        }),
        paint: ink(1.6),
      }),
    ],
    [
      "place", "place", "symbol",
      () => ({ minzoom: 17, layout: text({ "text-size": 11, "text-max-width": 7, "text-optional": true }), paint: ink(1.4) }),
    ],
  ];
}
