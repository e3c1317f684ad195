// The figures of the map and of the preparation. Those that need a real quarter say so where its
// files are not there.

import { copyFile, cp, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";

import { DIST, startPhone } from "./browser.mjs";
import { fill, median, memory, report } from "./figures.mjs";
import { invented } from "./invented/made.mjs";
import { prepare, startWalk } from "./story.mjs";

const QUARTER = { lon: 2.2735, lat: 49.7820, accuracy: 8 };
/** What the walk is about, and what both maps show first. */
const BOUNDS = [2.2715, 49.7808, 2.2765, 49.7838];
const here = (name) => fileURLToPath(new URL(name, import.meta.url));

export async function mapFigures() {
  await drawing(invented("quarter.pmtiles"));
  await perimeters();
}

async function drawing(basemap) {
  // The yardstick lies beside the app: same server, same files of MapLibre.
  const dir = await mkdtemp(join(tmpdir(), "eclaireuse-bench-"));
  await cp(DIST, dir, { recursive: true });
  await copyFile(here("bare_map.html"), join(dir, "bare_map.html"));
  await copyFile(here("bare_map.js"), join(dir, "bare_map.js"));
  await copyFile(basemap, join(dir, "basemap.pmtiles"));
  const route = join(dir, "route.geojson");
  const [west, south, east, north] = BOUNDS;
  await writeFile(route, JSON.stringify({
    type: "FeatureCollection",
    features: [
      { type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: [[west, south], [east, south], [east, north]] } },
      { type: "Feature", properties: { nom: "Un" }, geometry: { type: "Point", coordinates: [west, south] } },
    ],
  }));
  const phone = await startPhone({ dir });
  await phone.geolocate(QUARTER);
  await startWalk(phone);
  const walk = await phone.run(() => location.hash.split("/")[2]);
  await prepare(phone, walk, { basemap, route });
  await phone.open(`#/marche/${walk}`);
  await phone.see(".fab");
  await phone.offlineReady();

  const drawn = () => phone.until("the map is not drawn", () =>
    phone.run(() => {
      const [mark] = performance.getEntriesByName("map-drawn");
      return mark && performance.timeOrigin + mark.startTime;
    }), 60_000);
  const bare = async () => {
    await phone.driver.get("about:blank");
    const start = await phone.run(() => Date.now());
    await phone.open(`bare_map.html?bounds=${BOUNDS}`);
    return (await drawn()) - start;
  };
  const ours = async () => {
    await phone.open(`#/marche/${walk}`);
    await phone.see(".fab");
    const start = await phone.run(() => {
      [...document.querySelectorAll(".tab")].find((tab) => tab.innerText.includes("Carte")).click();
      return Date.now();
    });
    return (await drawn()) - start;
  };
  await bare();
  await ours();
  await phone.throttle({ cpu: 4 });
  const times = { bare: [], ours: [] };
  for (let round = 0; round < 7; round += 1) {
    times.bare.push(await bare());
    times.ours.push(await ours());
  }
  const [yardstick, time] = [median(times.bare), median(times.ours)];
  report(
    "map open → drawn, from the stored kit, CPU ×4",
    `${(time / 1000).toFixed(2)} s, ×${(time / yardstick).toFixed(2)} of a bare map (${(yardstick / 1000).toFixed(2)} s)`,
    "≤ ×1.3",
    time <= 1.3 * yardstick,
  );

  // Panning, without and with 2,000 observations.
  const pan = async () => {
    await ours();
    await sleep(1500);
    const measured = phone.run(() =>
      new Promise((resolve) => {
        const frames = [];
        let last = performance.now();
        const end = last + 5000;
        const frame = (now) => {
          frames.push(now - last);
          last = now;
          if (now < end) requestAnimationFrame(frame);
          else resolve(frames.slice(1));
        };
        requestAnimationFrame(frame);
      }),
    );
    const press = (type, x, y) =>
      phone.cdp("Input.dispatchMouseEvent", { type, x, y, button: "left", clickCount: 1, buttons: type === "mouseReleased" ? 0 : 1 });
    let [x, y] = [180, 420];
    await press("mousePressed", x, y);
    for (let step = 0; step < 100; step += 1) {
      x = 180 + 100 * Math.sin(step / 8);
      y = 420 + 90 * Math.cos(step / 11);
      await press("mouseMoved", x, y);
      await sleep(30);
    }
    await press("mouseReleased", x, y);
    return median(await measured);
  };
  const without = await pan();
  await phone.throttle({});
  await phone.open(`#/marche/${walk}`);
  await fill(phone, 2000, { lon: BOUNDS[0], lat: BOUNDS[1] });
  await phone.reload();
  await phone.throttle({ cpu: 4 });
  const withThem = await pan();
  report(
    "pan for 5 s with 2,000 observations, CPU ×4",
    `median frame ${withThem.toFixed(1)} ms, ×${(withThem / without).toFixed(2)} of the same without (${without.toFixed(1)} ms)`,
    "≤ ×1.5",
    withThem <= 1.5 * without,
  );
  await phone.close();

  await openMemory(dir, basemap, route);
  await rm(dir, { recursive: true, force: true });
}

async function openMemory(dir, basemap, route) {
  const phone = await startPhone({ dir });
  await phone.geolocate(QUARTER);
  await startWalk(phone);
  const walk = await phone.run(() => location.hash.split("/")[2]);
  await prepare(phone, walk, { basemap, route });
  await phone.open(`#/marche/${walk}`);
  await fill(phone, 300, { lon: BOUNDS[0], lat: BOUNDS[1], photos: true });
  await phone.offlineReady();
  await phone.restart();
  const settled = async () => {
    await sleep(3000);
    await phone.cdp("HeapProfiler.collectGarbage");
    await sleep(1500);
    return memory();
  };
  await phone.open(`#/marche/${walk}`);
  await phone.see("300 observations");
  const list = await settled();
  await phone.tap("Carte");
  await phone.until("drawn", () => phone.run(() => performance.getEntriesByName("map-drawn").length > 0), 60_000);
  const open = await settled();
  await phone.tap("Liste");
  await phone.see("300 observations");
  const closed = await settled();
  report(
    "memory with the map open, 300 observations with photos",
    `${open.toFixed(0)} MB, ${(open - list).toFixed(0)} over the list (${list.toFixed(0)})`,
    "≤ 150 MB over",
    open - list <= 150,
  );
  report("memory after the map is closed", `${closed.toFixed(0)} MB, ${(closed - list).toFixed(0)} over`, "≤ 20 MB over", closed - list <= 20);
  await phone.close();
}

/** A file of the size of the published perimeters, made up. */
async function perimeters() {
  const dir = await mkdtemp(join(tmpdir(), "eclaireuse-qpv-"));
  const ring = (lon, lat) =>
    Array.from({ length: 270 }, (_, step) => {
      const angle = (step % 269) * (Math.PI * 2 / 269);
      return `[${(lon + 0.004 * Math.cos(angle)).toFixed(9)},${(lat + 0.003 * Math.sin(angle)).toFixed(9)}]`;
    }).join(",");
  const features = Array.from({ length: 1600 }, (_, index) =>
    `{"type":"Feature","properties":{"code_qp":"ZZ${String(index).padStart(5, "0")}Z","lib_qp":"Quartier inventé ${index}","insee_com":"00000","lib_com":"Essai"},"geometry":{"type":"MultiPolygon","coordinates":[[[${ring(2 + (index % 40) * 0.1, 44 + Math.floor(index / 40) * 0.1)}]]]}}`,
  );
  const text = `{"type":"FeatureCollection","features":[${features.join(",")}]}`;
  const path = join(dir, "qpv.geojson");
  await writeFile(path, text);
  const phone = await startPhone();
  await startWalk(phone);
  const walk = await phone.run(() => location.hash.split("/")[2]);
  await phone.open(`preparation.html#/marche/${walk}/preparer/terrain`);
  await phone.see("Périmètre du quartier");
  const times = [];
  let longest = 0;
  for (let round = 0; round < 5; round += 1) {
    await phone.reload();
    await phone.see("Périmètre du quartier");
    await phone.run(() => {
      window.longest = 0;
      let last = performance.now();
      const beat = () => {
        const now = performance.now();
        window.longest = Math.max(window.longest, now - last);
        last = now;
        setTimeout(beat, 5);
      };
      document.querySelector("#perimeter-file").addEventListener("change", () => {
        window.chosen = last = performance.now();
        window.longest = 0;
        beat();
        const look = () => {
          if (document.querySelector("#names li")) window.listed = performance.now();
          else setTimeout(look, 5);
        };
        look();
      }, true);
    });
    await phone.upload("#perimeter-file", path);
    times.push(await phone.until("no list", () => phone.run(() => window.listed && window.listed - window.chosen), 30_000));
    longest = Math.max(longest, await phone.run(() => window.longest));
  }
  const time = median(times);
  report(`${features.length} perimeters, ${(text.length / 1e6).toFixed(1)} MB → list of names`, `${(time / 1000).toFixed(2)} s, page held for at most ${longest.toFixed(0)} ms`, "≤ 1.5 s, ≤ 100 ms", time <= 1500 && longest <= 100);
  await phone.close();
  await rm(dir, { recursive: true, force: true });
}
