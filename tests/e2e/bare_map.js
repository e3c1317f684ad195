// The yardstick of a measurement: the least that draws the basemap of a file, with the same style
// and nothing on it.
import * as maplibre from "./map/maplibre-gl.mjs";
import { PMTiles } from "./map/pmtiles.mjs";
import { TILES, basemapStyle } from "./map_style.js";

const bytes = new Uint8Array(await (await fetch("basemap.pmtiles")).arrayBuffer());
const archive = new PMTiles({
  getKey: () => "bare",
  getBytes: async (offset, length) => ({ data: bytes.slice(offset, offset + length).buffer }),
});
maplibre.setWorkerUrl(new URL("./map/maplibre-gl-worker.mjs", import.meta.url).href);
maplibre.addProtocol(TILES, async ({ url }) => {
  const [, z, x, y] = url.slice(TILES.length + 3).split("/").map(Number);
  return { data: (await archive.getZxy(z, x, y))?.data ?? new ArrayBuffer(0) };
});
const { minZoom, maxZoom, minLon, minLat, maxLon, maxLat } = await archive.getHeader();
const bounds = [minLon, minLat, maxLon, maxLat];
const map = new maplibre.Map({
  container: "map",
  style: basemapStyle("dark", { id: 1, vector: true, minZoom, maxZoom, bounds, attribution: "©" }),
  bounds: new URLSearchParams(location.search).get("bounds")?.split(",").map(Number) ?? bounds,
  fitBoundsOptions: { padding: 40, maxZoom: 17 },
});
map.once("idle", () => performance.mark("map-drawn"));
