// How the basemap looks by day, in the evening and at night. Layers and `kind` values are those of
// the Protomaps basemap. Quiet on purpose: what people said stands out, streets only say where.

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

/**
 * The style of the basemap.
 * @param theme    "light", "dark" or "night"
 * @param basemap  null, or { id, vector, minZoom, maxZoom, bounds, attribution }
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
    bounds: basemap.bounds,
    attribution: basemap.attribution,
    ...(basemap.vector ? {} : { tileSize: 256 }),
  };
  const layers = basemap.vector ? vectorLayers(p) : [rasterLayer(theme)];
  return { version: 8, sources: { basemap: source }, layers: [background, ...layers] };
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
  "park", "grass", "forest", "wood", "garden", "meadow", "nature_reserve", "recreation_ground",
  "cemetery", "allotments", "village_green", "pitch", "playground", "golf_course", "scrub", "farmland",
  "orchard", "dog_park",
];

function vectorLayers(p) {
  const layer = (id, type, from, rest) => ({ id, type, source: "basemap", "source-layer": from, ...rest });
  const kind = ["coalesce", ["get", "kind"], ["get", "pmap:kind"], ""];
  const isPath = ["in", kind, ["literal", ["path", "pedestrian", "footway", "steps", "cycleway"]]];
  const wide = (narrow, broad) => [
    "interpolate", ["exponential", 1.6], ["zoom"], 12, narrow / 3, 15, narrow, 18, broad, 20, broad * 3,
  ];
  const major = ["in", kind, ["literal", ["highway", "major_road", "medium_road"]]];
  const width = (extra) => [
    "interpolate", ["exponential", 1.6], ["zoom"],
    12, ["case", major, 1.4 + extra, 0.5 + extra],
    15, ["case", major, 6 + extra, 3.2 + extra],
    18, ["case", major, 26 + extra, 15 + extra],
    20, ["case", major, 90 + extra, 54 + extra],
  ];
  const round = { "line-cap": "round", "line-join": "round" };
  return [
    layer("green", "fill", "landuse", {
      filter: ["in", kind, ["literal", GREEN]],
      paint: { "fill-color": p.park },
    }),
    layer("water", "fill", "water", { paint: { "fill-color": p.water } }),
    layer("paths", "line", "roads", {
      filter: isPath,
      layout: round,
      paint: { "line-color": p.path, "line-width": wide(1.2, 4), "line-dasharray": [2, 1.6] },
    }),
    layer("road-edges", "line", "roads", {
      filter: ["!", isPath],
      minzoom: 13,
      layout: round,
      paint: { "line-color": p.roadEdge, "line-width": width(1.6) },
    }),
    layer("roads", "line", "roads", {
      filter: ["!", isPath],
      layout: round,
      paint: { "line-color": p.road, "line-width": width(0) },
    }),
    layer("buildings", "fill", "buildings", {
      minzoom: 13,
      paint: { "fill-color": p.built, "fill-outline-color": p.builtEdge },
    }),
    layer("road-names", "symbol", "roads", {
      minzoom: 15,
      filter: ["has", "name"],
      layout: {
        "symbol-placement": "line",
        "text-field": ["get", "name"],
        "text-font": ["Atkinson Hyperlegible Next", "sans-serif"],
        "text-size": ["interpolate", ["linear"], ["zoom"], 15, 11, 18, 14],
        "text-max-angle": 30,
      },
      paint: { "text-color": p.label, "text-halo-color": p.halo, "text-halo-width": 1.6 },
    }),
    layer("places", "symbol", "pois", {
      minzoom: 17,
      filter: ["has", "name"],
      layout: {
        "text-field": ["get", "name"],
        "text-font": ["Atkinson Hyperlegible Next", "sans-serif"],
        "text-size": 11,
        "text-max-width": 7,
        "text-optional": true,
      },
      paint: { "text-color": p.label, "text-halo-color": p.halo, "text-halo-width": 1.4 },
    }),
  ];
}
