// The map: MapLibre behind a handful of functions that take GeoJSON text and give back taps. The
// app's own state stays in the app; closing the map gives its memory back.
//
//   const map = await openMap(container, {
//     theme,      "light", "dark" or "night"
//     basemap,    null, or { bytes: Uint8Array of a PMTiles archive, vector, minZoom, maxZoom,
//                 bounds: [west, south, east, north] in degrees, attribution: text }
//     bounds,     null, or what to show first, [west, south, east, north] in degrees
//     labels,     { map, zoomIn, zoomOut, north }: names for screen readers
//     draggable,  names of sets whose points can be moved
//     on,         called with what happens, see below
//   });
//   map.set(name, text)   a GeoJSON FeatureCollection: "perimeter", "route", "vertices", "stops",
//                         "reference", "observations", "position" or "thing"
//   map.theme(theme)
//   map.centre()          [longitude, latitude] in degrees
//   map.fly([longitude, latitude], zoom)
//   map.fit([west, south, east, north])
//   map.close()
//
// What happens, as plain objects:
//   { kind: "ready" }                                the first whole picture is drawn
//   { kind: "tap", overlay, id, lon, lat }               a feature was tapped; its property `id`
//   { kind: "together", overlay, ids }               features that coming closer does not part were tapped
//   { kind: "point", lon, lat }                      nothing was under the tap
//   { kind: "hold", lon, lat }                       a finger stayed, or the right button
//   { kind: "dragged", overlay, id, lon, lat }           a point was moved there
//   { kind: "basemap-failed", why }                  the tiles cannot be read; the rest is drawn
//   { kind: "failed", why }                          the map cannot go on
import { PALETTES, TILES, basemapStyle, isPlace, schemasOf } from "./map_style.js";

const EMPTY = { type: "FeatureCollection", features: [] };
const OVERLAYS = ["perimeter", "route", "vertices", "reference", "stops", "position", "observations", "thing"];
/** Sets whose features can be tapped, the uppermost first. */
const TAPPED = ["thing", "vertices", "observations", "stops", "reference", "route"];
const HOLD_MS = 500;
const HOLD_PX = 10;
/** A fingertip: CSS pixels around a tap in which a feature counts as tapped. */
const FINGER_PX = 22;
/** As close as it comes. */
const NEAREST = 20;
const FONT = ["Atkinson Hyperlegible Next", "sans-serif"];

/** Archives that are open, by id. One protocol serves them all. */
const archives = new Map();
let opened = 0;

export async function openMap(container, options) {
  const [maplibre, { PMTiles }] = await load();
  const basemap = options.basemap ? await kept(PMTiles, options.basemap) : null;
  return new Opened(maplibre, basemap, container, options);
}

/** An archive in memory, opened for the protocol, and what its style needs. */
async function kept(PMTiles, { bytes, vector, minZoom, maxZoom, bounds, attribution }) {
  const id = ++opened;
  const archive = new PMTiles({
    getKey: () => `${TILES}:${id}`,
    getBytes: async (offset, length) => ({
      // A copy: the reader hands tiles over to a worker, and what is handed over is gone here.
      data: bytes.slice(offset, offset + length).buffer,
    }),
  });
  const schemas = vector ? schemasOf(await layersOf(archive)) : [];
  archives.set(id, archive);
  return { id, vector, schemas, minZoom, maxZoom, bounds, attribution };
}

/** The names of an archive's layers, as far as it lists them: at once, or as text that came from MBTiles. */
async function layersOf(archive) {
  try {
    const metadata = await archive.getMetadata();
    const { vector_layers: layers } = metadata.vector_layers ? metadata : JSON.parse(metadata.json);
    return layers.map(({ id }) => id);
  } catch {
    return [];
  }
}

let loading;

/** What the map is made of; asked for early by a page that starts with a map. */
export function load() {
  loading ??= Promise.all([import("./map/maplibre-gl.mjs"), import("./map/pmtiles.mjs"), styleSheet()]).then(
    (loaded) => {
      const [maplibre] = loaded;
      maplibre.setWorkerUrl(new URL("./map/maplibre-gl-worker.mjs", import.meta.url).href);
      maplibre.addProtocol(TILES, answer);
      return loaded;
    },
    (problem) => {
      loading = undefined; // The next attempt may find the network.
      throw problem;
    },
  );
  return loading;
}

/** MapLibre's own style sheet, once. */
function styleSheet() {
  if (document.getElementById("map-style")) return Promise.resolve();
  return new Promise((done, failed) => {
    const link = document.createElement("link");
    link.id = "map-style";
    link.rel = "stylesheet";
    link.href = new URL("./map/maplibre-gl.css", import.meta.url).href;
    link.onload = done;
    link.onerror = () => {
      link.remove();
      failed(new Error("map/maplibre-gl.css"));
    };
    // Before the app's own, which has the last word.
    document.head.prepend(link);
  });
}

/** A tile out of an archive in memory: no request, with or without a network. */
async function answer({ url }) {
  const [id, z, x, y] = url.slice(TILES.length + 3).split("/").map(Number);
  const archive = archives.get(id);
  const tile = await archive?.getZxy(z, x, y);
  return { data: tile?.data ?? new ArrayBuffer(0) };
}

class Opened {
  #map;
  #options;
  #theme;
  #basemap;
  /** Whether it was said that tiles cannot be read. */
  #complained = false;
  #sets = Object.fromEntries(OVERLAYS.map((name) => [name, EMPTY]));
  #closed = false;
  /** Whether the style takes sources and layers. */
  #ready = false;
  #gone = () => this.close();
  #hold;
  #dragging;
  #watch;

  constructor(maplibre, basemap, container, options) {
    this.#options = options;
    this.#theme = options.theme;
    this.#basemap = basemap;
    const { labels } = options;
    const whole = basemap && isPlace(basemap.bounds) ? basemap.bounds : [-5, 42, 8.5, 51.2];
    this.#map = new maplibre.Map({
      container,
      style: this.#style(),
      bounds: options.bounds ?? whole,
      fitBoundsOptions: { padding: 40, maxZoom: 17 },
      maxZoom: NEAREST,
      attributionControl: false,
      // Names are there at once: fading costs a slow phone frames, and nothing is gained.
      fadeDuration: 0,
      // One at a time: a phone of two gigabytes has no room for the tiles of a whole town.
      maxTileCacheSize: 24,
      pitchWithRotate: false,
      touchPitch: false,
      dragRotate: true,
      locale: {
        "Map.Title": labels.map,
        "NavigationControl.ZoomIn": labels.zoomIn,
        "NavigationControl.ZoomOut": labels.zoomOut,
        "NavigationControl.ResetBearing": labels.north,
      },
    });
    const map = this.#map;
    map.addControl(new maplibre.NavigationControl({ visualizePitch: false }), "top-right");
    map.addControl(new maplibre.ScaleControl({ maxWidth: 90 }), "bottom-left");
    map.addControl(new maplibre.AttributionControl({ compact: false }), "bottom-right");
    map.on("error", (event) => this.#failed(event));
    map.getCanvas().addEventListener("webglcontextlost", () => this.#say({ kind: "failed", why: "context lost" }));
    map.on("style.load", () => {
      // What was given before the style was read, and what another look has to show again.
      this.#ready = true;
      for (const name of OVERLAYS) this.#show(name);
    });
    map.once("idle", () => {
      performance.mark("map-drawn"); // For those who measure.
      this.#say({ kind: "ready" });
    });
    // A page that the browser keeps for its back button would keep all this memory with it.
    window.addEventListener("pagehide", this.#gone);
    this.#listen();
    // The container changes with the window, the keyboard of the phone, and what stands above it.
    this.#watch = new ResizeObserver(() => map.resize());
    this.#watch.observe(container);
  }

  /** The features of a set; text that is not a collection is an error of ours, said at once. */
  set(name, text) {
    if (!OVERLAYS.includes(name)) throw new Error(`no set ${name}`);
    const collection = JSON.parse(text);
    if (!Array.isArray(collection.features)) throw new Error(`${name}: not a FeatureCollection`);
    if (name === "position") collection.features = collection.features.flatMap(withAccuracy);
    this.#sets[name] = collection;
    if (!this.#closed && this.#ready) this.#show(name);
  }

  theme(theme) {
    if (this.#closed || theme === this.#theme) return;
    this.#theme = theme;
    this.#ready = false;
    this.#map.setStyle(this.#style(), { diff: false });
  }

  centre() {
    const { lng, lat } = this.#map.getCenter();
    return [lng, lat];
  }

  fly(centre, zoom) {
    this.#map.easeTo({ center: centre, zoom: zoom ?? Math.max(this.#map.getZoom(), 16), essential: false });
  }

  fit(bounds) {
    this.#map.fitBounds(bounds, { padding: 40, maxZoom: 17 });
  }

  close() {
    if (this.#closed) return;
    this.#closed = true;
    clearTimeout(this.#hold?.timer);
    this.#watch.disconnect();
    window.removeEventListener("pagehide", this.#gone);
    this.#map.remove();
    archives.delete(this.#basemap?.id);
    this.#sets = {};
    this.#map = null;
    this.#options = null;
  }

  // --- Inside ------------------------------------------------------------------------------

  #say(event) {
    if (!this.#closed) this.#options.on(event);
  }

  /** What MapLibre says went wrong: `sourceId` is there when a source could not be read. */
  #failed({ error, sourceId }) {
    if (this.#closed || error?.name === "AbortError") return;
    const why = String(error?.message ?? error);
    if (sourceId === "basemap") {
      // Once: the other tiles may be good, and are drawn.
      if (!this.#complained) this.#say({ kind: "basemap-failed", why });
      this.#complained = true;
    } else if (/webgl|context/i.test(why)) {
      this.#say({ kind: "failed", why });
    } else {
      console.warn(why);
    }
  }

  #style() {
    return basemapStyle(this.#theme, this.#basemap);
  }

  /** Draws an overlay; its layers come into being with its first features, each in its place. */
  #show(name) {
    const map = this.#map;
    const data = this.#sets[name];
    // A picture before the observation it stands for: one that came later would leave it undrawn.
    if (name === "observations") this.#addPictures(data.features);
    if (map.getSource(name)) return map.getSource(name).setData(data);
    if (data.features.length === 0) return;
    // Also as close as it comes: what lies on one point would hide all but one.
    const clustered = name === "observations" ? { cluster: true, clusterRadius: 34, clusterMaxZoom: NEAREST, maxzoom: NEAREST + 1 } : {};
    map.addSource(name, { type: "geojson", data, ...clustered });
    const layers = overlays(PALETTES[this.#theme]);
    for (const [index, layer] of layers.entries()) {
      if (layer.source !== name) continue;
      const above = layers.slice(index + 1).find(({ id, source }) => source !== name && map.getLayer(id));
      map.addLayer(layer, above?.id);
    }
  }

  /** The pictures of some observations, as `icon-image` names them. */
  #addPictures(features) {
    for (const { principle, polarity, coarse } of features.map(({ properties }) => properties)) {
      const id = `o-${principle}-${polarity}${coarse ? "-coarse" : ""}`;
      if (this.#map.hasImage(id)) continue;
      this.#map.addImage(id, drawn(PALETTES[this.#theme], principle, polarity, coarse), { pixelRatio: 2 });
    }
  }

  #listen() {
    const map = this.#map;
    map.on("click", (event) => this.#tapped(event));
    map.on("contextmenu", (event) => this.#held(event.point, event.lngLat));
    for (const name of ["mousedown", "touchstart"]) map.on(name, (event) => this.#pressed(event));
    for (const name of ["mousemove", "touchmove"]) map.on(name, (event) => this.#moved(event));
    for (const name of ["mouseup", "touchend"]) map.on(name, (event) => this.#released(event));
    map.on("touchcancel", () => this.#forget());
    map.on("movestart", () => clearTimeout(this.#hold?.timer));
  }

  #at(point, sets) {
    const layers = sets.flatMap((set) => TOUCHED[set]).filter((layer) => this.#map.getLayer(layer));
    const box = [
      [point.x - FINGER_PX, point.y - FINGER_PX],
      [point.x + FINGER_PX, point.y + FINGER_PX],
    ];
    const found = this.#map.queryRenderedFeatures(box, { layers });
    // The nearest of the uppermost set: a fingertip covers several.
    for (const set of sets) {
      const own = found.filter(({ source }) => source === set);
      const away = (feature) => {
        if (feature.geometry.type !== "Point") return 0;
        const { x, y } = this.#map.project(feature.geometry.coordinates);
        return Math.hypot(x - point.x, y - point.y);
      };
      own.sort((a, b) => away(a) - away(b));
      if (own.length) return own[0];
    }
    return null;
  }

  async #tapped({ point, lngLat }) {
    if (this.#hold?.done) return;
    const place = { lon: lngLat.lng, lat: lngLat.lat };
    const feature = this.#at(point, TAPPED);
    if (!feature) return this.#say({ kind: "point", ...place });
    if (feature.properties.cluster) {
      const { cluster_id: id, point_count: count } = feature.properties;
      const source = this.#map.getSource("observations");
      const zoom = await source.getClusterExpansionZoom(id);
      if (this.#closed) return;
      if (zoom <= NEAREST) return this.#map.easeTo({ center: feature.geometry.coordinates, zoom: Math.min(zoom + 0.2, NEAREST) });
      const inside = await source.getClusterLeaves(id, count, 0);
      this.#say({ kind: "together", overlay: feature.source, ids: inside.map(({ properties }) => String(properties.id)) });
      return;
    }
    this.#say({ kind: "tap", overlay: feature.source, id: String(feature.properties.id ?? ""), ...place });
  }

  #held(point, lngLat) {
    if (this.#dragging || this.#hold?.done) return;
    this.#hold = { ...this.#hold, done: true };
    this.#say({ kind: "hold", lon: lngLat.lng, lat: lngLat.lat });
  }

  #pressed(event) {
    clearTimeout(this.#hold?.timer);
    this.#hold = { point: event.point, done: false };
    if (event.originalEvent.touches?.length > 1 || event.originalEvent.button > 0) return;
    const movable = this.#options.draggable ?? [];
    const feature = movable.length ? this.#at(event.point, movable) : null;
    if (feature && !feature.properties.cluster) {
      event.preventDefault();
      this.#dragging = { set: feature.source, id: String(feature.properties.id), from: event.point, to: null };
      return;
    }
    const { point, lngLat } = event;
    this.#hold.timer = setTimeout(() => this.#held(point, lngLat), HOLD_MS);
  }

  #moved(event) {
    const start = this.#hold?.point;
    if (start && Math.hypot(event.point.x - start.x, event.point.y - start.y) > HOLD_PX) {
      clearTimeout(this.#hold.timer);
    }
    if (!this.#dragging) return;
    const { set, id, from } = this.#dragging;
    if (!this.#dragging.to && Math.hypot(event.point.x - from.x, event.point.y - from.y) < 4) return;
    this.#dragging.to = [event.lngLat.lng, event.lngLat.lat];
    for (const feature of this.#sets[set].features) {
      if (String(feature.properties.id) === id) feature.geometry.coordinates = this.#dragging.to;
    }
    this.#map.getSource(set)?.setData(this.#sets[set]);
  }

  #released() {
    clearTimeout(this.#hold?.timer);
    const dragged = this.#dragging;
    this.#dragging = undefined;
    if (!dragged?.to) return;
    const [lon, lat] = dragged.to;
    // The click that follows belongs to the drag.
    this.#hold = { done: true };
    this.#say({ kind: "dragged", overlay: dragged.set, id: dragged.id, lon, lat });
  }

  #forget() {
    clearTimeout(this.#hold?.timer);
    this.#dragging = undefined;
  }
}

/** The layers in which a set's features can be touched. */
const TOUCHED = {
  thing: ["thing"],
  vertices: ["vertices"],
  stops: ["stops"],
  observations: ["clusters", "observations"],
  reference: ["reference"],
  route: ["route"],
};

/** What lies on the basemap, the lowest first. */
function overlays(p) {
  const text = (size) => ({ "text-font": FONT, "text-size": size, "text-allow-overlap": true, "text-ignore-placement": true });
  return [
    { id: "inside", type: "fill", source: "perimeter", paint: { "fill-color": p.lamp, "fill-opacity": 0.05 } },
    {
      id: "perimeter", type: "line", source: "perimeter",
      paint: { "line-color": p.lamp, "line-width": 2, "line-dasharray": [4, 2, 1, 2], "line-opacity": 0.8 },
    },
    {
      id: "route-edge", type: "line", source: "route", layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": p.halo, "line-width": 8, "line-opacity": 0.8 },
    },
    {
      id: "route", type: "line", source: "route", layout: { "line-cap": "round", "line-join": "round" },
      paint: { "line-color": p.lamp, "line-width": 4 },
    },
    {
      id: "accuracy", type: "fill", source: "position", filter: ["==", ["geometry-type"], "Polygon"],
      paint: { "fill-color": p.here, "fill-opacity": 0.14 },
    },
    {
      id: "accuracy-edge", type: "line", source: "position",
      filter: ["all", ["==", ["geometry-type"], "Polygon"], ["!", ["get", "coarse"]]],
      paint: { "line-color": p.here, "line-width": 1.5 },
    },
    {
      id: "accuracy-edge-coarse", type: "line", source: "position",
      filter: ["all", ["==", ["geometry-type"], "Polygon"], ["get", "coarse"]],
      paint: { "line-color": p.here, "line-width": 2, "line-dasharray": [2, 2] },
    },
    {
      id: "reference", type: "circle", source: "reference", minzoom: 14,
      paint: {
        "circle-radius": ["interpolate", ["linear"], ["zoom"], 14, 1.5, 18, 5],
        "circle-color": p.card, "circle-stroke-color": p.lamp, "circle-stroke-width": 1.5,
      },
    },
    {
      id: "reference-label", type: "symbol", source: "reference", minzoom: 18,
      layout: { ...text(11), "text-field": ["get", "label"], "text-offset": [0, 1.1], "text-allow-overlap": false },
      paint: { "text-color": p.label, "text-halo-color": p.halo, "text-halo-width": 1.5 },
    },
    {
      id: "stops", type: "circle", source: "stops",
      paint: {
        "circle-radius": ["case", ["get", "near"], 17, 14],
        "circle-color": ["case", ["get", "closed"], p.card, p.lamp],
        "circle-stroke-color": ["case", ["get", "near"], p.ink, ["case", ["get", "closed"], p.lamp, p.halo]],
        "circle-stroke-width": ["case", ["get", "near"], 4, 2],
      },
    },
    {
      id: "stop-numbers", type: "symbol", source: "stops",
      layout: { ...text(14), "text-field": ["concat", ["to-string", ["get", "number"]], ["case", ["get", "closed"], "✓", ""]] },
      paint: { "text-color": ["case", ["get", "closed"], p.lamp, p.onLamp] },
    },
    {
      id: "heading", type: "fill", source: "position", filter: ["==", ["get", "part"], "heading"],
      paint: { "fill-color": p.here, "fill-opacity": 0.55 },
    },
    {
      id: "here", type: "circle", source: "position", filter: ["==", ["geometry-type"], "Point"],
      paint: { "circle-radius": 8, "circle-color": p.here, "circle-stroke-color": p.card, "circle-stroke-width": 3 },
    },
    {
      id: "clusters", type: "circle", source: "observations", filter: ["has", "point_count"],
      paint: {
        "circle-radius": ["step", ["get", "point_count"], 16, 10, 20, 50, 26],
        "circle-color": p.card, "circle-stroke-color": p.ink, "circle-stroke-width": 2,
      },
    },
    {
      id: "cluster-counts", type: "symbol", source: "observations", filter: ["has", "point_count"],
      layout: { ...text(14), "text-field": ["get", "point_count_abbreviated"] },
      paint: { "text-color": p.ink },
    },
    {
      id: "chosen", type: "circle", source: "observations",
      filter: ["all", ["!", ["has", "point_count"]], ["==", ["get", "chosen"], true]],
      paint: { "circle-radius": 20, "circle-color": "rgba(0,0,0,0)", "circle-stroke-color": p.ink, "circle-stroke-width": 3 },
    },
    {
      id: "observations", type: "symbol", source: "observations", filter: ["!", ["has", "point_count"]],
      layout: {
        "icon-image": [
          "concat", "o-", ["to-string", ["get", "principle"]], "-", ["get", "polarity"],
          ["case", ["get", "coarse"], "-coarse", ""],
        ],
        "icon-allow-overlap": true,
        "icon-ignore-placement": true,
      },
    },
    {
      id: "vertices", type: "circle", source: "vertices",
      paint: {
        "circle-radius": ["case", ["get", "chosen"], 10, 7],
        "circle-color": p.card, "circle-stroke-color": p.lamp, "circle-stroke-width": 3,
      },
    },
    {
      id: "thing", type: "circle", source: "thing",
      paint: { "circle-radius": 13, "circle-color": p.lamp, "circle-stroke-color": p.ink, "circle-stroke-width": 4 },
    },
  ];
}

/** Metres in a degree of latitude, on the sphere of mean radius the app measures with. */
const METRES_A_DEGREE = (6_371_008.8 * Math.PI) / 180;

/** A position with its ring of accuracy, in metres on the ground, and the direction it looks in. */
function withAccuracy(feature) {
  const [lon, lat] = feature.geometry.coordinates;
  const { accuracy_m: metres, heading } = feature.properties;
  const east = METRES_A_DEGREE * Math.cos((lat * Math.PI) / 180);
  const at = (bearing, away) => [
    lon + (Math.sin(bearing) * away) / east,
    lat + (Math.cos(bearing) * away) / METRES_A_DEGREE,
  ];
  const polygon = (ring, part) => ({
    type: "Feature",
    properties: { ...feature.properties, part },
    geometry: { type: "Polygon", coordinates: [ring] },
  });
  const parts = [];
  if (metres > 0) {
    parts.push(polygon(Array.from({ length: 65 }, (_, step) => at((step * Math.PI) / 32, metres)), "accuracy"));
  }
  if (typeof heading === "number") {
    const towards = (heading * Math.PI) / 180;
    const reach = Math.max(metres, 12);
    const arc = Array.from({ length: 9 }, (_, step) => at(towards + ((step - 4) * Math.PI) / 24, reach));
    parts.push(polygon([[lon, lat], ...arc, [lon, lat]], "heading"));
  }
  return [...parts, feature];
}

/**
 * An observation: its polarity is a shape (triangle, disc, square), its principle a colour and a
 * number; hollow and dashed when its position is not precise.
 */
function drawn(p, principle, polarity, coarse) {
  const side = 56; // Two pixels for one.
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = side;
  const context = canvas.getContext("2d");
  const hue = p.hues[principle - 1] ?? p.ink;
  const middle = side / 2;
  context.beginPath();
  if (polarity === "negative") {
    context.moveTo(middle, 4);
    context.lineTo(side - 3, side - 7);
    context.lineTo(3, side - 7);
    context.closePath();
  } else if (polarity === "positive") {
    context.arc(middle, middle, 22, 0, Math.PI * 2);
  } else {
    context.rect(8, 8, 40, 40);
  }
  context.lineJoin = "round";
  context.lineWidth = 9;
  context.strokeStyle = p.halo;
  context.stroke();
  context.fillStyle = coarse ? p.card : hue;
  context.fill();
  context.lineWidth = 4;
  context.strokeStyle = hue;
  if (coarse) context.setLineDash([7, 6]);
  context.stroke();
  context.fillStyle = coarse ? hue : p.on;
  context.font = '700 27px "Atkinson Hyperlegible Next", sans-serif';
  context.textAlign = "center";
  context.textBaseline = "middle";
  context.fillText(principle ? String(principle) : "?", middle, polarity === "negative" ? middle + 9 : middle + 2);
  const { data } = context.getImageData(0, 0, side, side);
  return { width: side, height: side, data: new Uint8Array(data.buffer) };
}
