// The figures of the workshop: sixty notebooks, thirty thousand observations, and what may belong
// together, against @turf/clusters-dbscan on the same points in the same browser.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { memory, report } from "./figures.mjs";
import { onDisk } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;

function notebooks(folder, ...asked) {
  execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "notebooks", "--", folder, ...asked], { cwd: ROOT });
  return readdirSync(folder).sort().map((name) => join(folder, name));
}

/** Watches how long the page is held, from now on. */
const watch = (phone) =>
  phone.run(() => {
    window.longest = 0;
    let last = performance.now();
    clearTimeout(window.beating);
    const beat = () => {
      const now = performance.now();
      window.longest = Math.max(window.longest, now - last);
      last = now;
      window.beating = setTimeout(beat, 4);
    };
    beat();
  });

async function begin(phone) {
  await phone.open("atelier.html#/atelier");
  await phone.see("Nouvelle campagne");
  // A host compresses its files once; the offline copy of the app is made meanwhile.
  await phone.offlineReady();
  await sleep(1000);
  await phone.tap("#begin-campaign");
  await phone.see("Prendre des carnets");
  return phone.run(() => location.hash.split("/")[2]);
}

/** Takes files in; the time from the choice to the report, and whether progress was seen. */
async function takeIn(phone, files) {
  await phone.run(() => {
    document.querySelector("#taken-in")?.setAttribute("data-old", "");
    window.done = window.progressed = undefined;
    document.querySelector("#notebooks").addEventListener("change", () => {
      const start = performance.now();
      const look = () => {
        if (document.querySelector("progress[value]")) window.progressed = true;
        // The tap itself is no part of the figure: it comes at once.
        document.querySelector("#take-foreseen")?.click();
        if (document.querySelector("#taken-in:not([data-old])")) window.done = performance.now() - start;
        else setTimeout(look, 5);
      };
      look();
    }, { capture: true, once: true });
  });
  await watch(phone);
  await phone.upload("#notebooks", ...files);
  const time = await phone.until("never taken in", () => phone.run(() => window.done), 240_000);
  return { time, progressed: await phone.run(() => window.progressed === true) };
}

/** Opens the room where things are put together; how long what was measured there took. */
async function grouping(phone, campaign) {
  await phone.open(`atelier.html#/atelier/${campaign}/regrouper`);
  await phone.until("no suggestions", () => phone.run(() => performance.getEntriesByName("suggestions").length > 0), 120_000);
  return phone.run(() => ({
    suggest: performance.getEntriesByName("suggestions").at(-1).duration,
    located: performance.getEntriesByName("located").at(-1).duration,
  }));
}

const median = (all) => [...all].sort((a, b) => a - b)[all.length >> 1];

export async function campaignFigures() {
  const folder = mkdtempSync(join(tmpdir(), "eclaireuse-bench-"));
  const files = notebooks(join(folder, "60"), "--phones", "60", "--observations", "500", "--newest", "yes");
  const phone = await startPhone();
  const campaign = await begin(phone);
  const first = await takeIn(phone, files);
  // The page goes on to read what came in: it must not be held then either.
  await phone.see("30000 observations", { timeout: 60_000 });
  await sleep(500);
  const held = await phone.run(() => window.longest);
  report("60 notebooks of 500 observations taken in", `${(first.time / 1000).toFixed(2)} s, page held for at most ${held.toFixed(0)} ms, progress ${first.progressed ? "shown" : "not shown"}`, "≤ 6 s, ≤ 100 ms, shown", first.time <= 6000 && held <= 100 && first.progressed);
  const before = Object.keys((await onDisk(phone)).records).length;
  const second = await takeIn(phone, files);
  await sleep(1000);
  const after = Object.keys((await onDisk(phone)).records).length;
  report("the same 60 again", `${(second.time / 1000).toFixed(2)} s, ${after - before} records more`, "≤ 3 s, 0", second.time <= 3000 && after === before);

  // A campaign opened on a fresh start.
  const times = [];
  let most = 0;
  for (let round = 0; round < 3; round += 1) {
    await phone.restart();
    const watching = setInterval(() => (most = Math.max(most, memory())), 20);
    await phone.open("about:blank");
    await phone.open(`atelier.html#/atelier/${campaign}/regrouper`);
    times.push(await phone.until("no list", () => phone.run(() => document.querySelector("#observations li") && performance.now()), 60_000));
    await sleep(500);
    clearInterval(watching);
  }
  const opened = median(times);
  report("a campaign of 30,000 observations opened, to the list", `${(opened / 1000).toFixed(2)} s, page at most ${most.toFixed(0)} MB`, "≤ 3 s, ≤ 250 MB", opened <= 3000 && most <= 250);

  // Suggestions, and Turf on the same points.
  const ours = [];
  for (let round = 0; round < 3; round += 1) {
    await phone.open("about:blank");
    ours.push(await grouping(phone, campaign));
  }
  const suggest = median(ours.map((one) => one.suggest));
  const entry = join(folder, "turf.mjs");
  const bundle = join(folder, "turf.js");
  writeFileSync(entry, `export { clustersDbscan } from ${JSON.stringify(join(ROOT, "tests/e2e/node_modules/@turf/clusters-dbscan/dist/esm/index.js"))};`);
  execFileSync(join(ROOT, "script/node_modules/.bin/esbuild"), [entry, "--bundle", "--format=iife", "--global-name=turf", "--minify", `--outfile=${bundle}`]);
  const { readFileSync } = await import("node:fs");
  await phone.driver.executeScript(`${readFileSync(bundle, "utf8")}; window.turf = turf;`);
  const turf = await phone.run(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open("eclaireuse"));
    const lines = await done(database.transaction("records").objectStore("records").getAll());
    database.close();
    const features = lines.map((line) => JSON.parse(line)).filter(({ kind }) => kind === "observation").map(({ body }) => ({
      type: "Feature",
      properties: {},
      geometry: { type: "Point", coordinates: body.observer.at.map((e7) => e7 / 1e7) },
    }));
    const start = performance.now();
    const found = window.turf.clustersDbscan({ type: "FeatureCollection", features }, 0.018, { minPoints: 2, mutate: true });
    return { time: performance.now() - start, points: found.features.length };
  });
  const ratio = turf.time / suggest;
  report(`suggestions over ${turf.points} observations`, `${suggest.toFixed(0)} ms (and ${median(ours.map((one) => one.located)).toFixed(0)} ms to look up places and light); @turf/clusters-dbscan ${(turf.time / 1000).toFixed(1)} s: ${ratio.toFixed(0)} times`, "≥ 50 times faster", ratio >= 50);
  const more = notebooks(join(folder, "200"), "--phones", "200", "--observations", "500", "--newest", "yes").slice(60);
  await phone.open("about:blank");
  await phone.open(`atelier.html#/atelier/${campaign}/`);
  await phone.see("30000 observations", { timeout: 60_000 });
  await takeIn(phone, more);
  await phone.open("about:blank");
  const large = await grouping(phone, campaign);
  const growth = large.suggest / suggest / (100_000 / 30_000);
  report("the same over 100,000", `${large.suggest.toFixed(0)} ms, ${growth.toFixed(1)} times linear`, "near-linear (≤ 2)", growth <= 2);
  await phone.close();

  const heavy = notebooks(join(folder, "photos"), "--phones", "60", "--observations", "20", "--photos", "1000", "--photo-bytes", "200000");
  const other = await startPhone();
  await begin(other);
  let peak = 0;
  const watching = setInterval(() => (peak = Math.max(peak, memory())), 20);
  const photos = await takeIn(other, heavy);
  clearInterval(watching);
  const { stored } = await other.run(async () => {
    const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
    const database = await done(indexedDB.open("eclaireuse"));
    return { stored: await done(database.transaction("media").objectStore("media").count()) };
  });
  report(`60 notebooks with ${stored} photos of 200 KB taken in`, `${(photos.time / 1000).toFixed(1)} s, page at most ${peak.toFixed(0)} MB`, "< 300 MB throughout", peak < 300 && stored >= 950);
  await other.close();
  rmSync(folder, { recursive: true, force: true });
}
