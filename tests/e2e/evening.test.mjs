// A whole evening: thirty observations and ten photos along invented streets, the server stopped, the
// browser killed twice, then the planner's tools count the same.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { test } from "node:test";

import { startPhone } from "./browser.mjs";
import { invented } from "./invented/made.mjs";
import { addPhoto, brokenRecords, observations, onDisk, openWalk, save, startWalk, tag } from "./story.mjs";

const TAGS = [
  ["Voir et être vu·e", "Éclairage public", "Problème"],
  ["Propre et accueillant", "Arbres, ombre", "Point fort"],
  ["Agir ensemble", "Entraide", "Point fort"],
  ["Propre et accueillant", "Bancs, mobilier", "Problème"],
  ["Voir et être vu·e", "Recoins, cachettes", "Problème"],
];

/** Places along the streets, about every fifty metres. */
async function along(path) {
  const { features } = JSON.parse(await readFile(path, "utf8"));
  const lines = features.map(({ geometry }) => (geometry.type === "LineString" ? geometry.coordinates : geometry.coordinates.flat()));
  const points = lines.flat().filter((point) => typeof point[0] === "number");
  const step = Math.max(1, Math.floor(points.length / 30));
  return points.filter((_, index) => index % step === 0).slice(0, 30);
}

test("thirty observations, ten photos, two kills, and GDAL counts the same", { timeout: 8 * 60_000 }, async () => {
  const streets = invented("roads.geojson");
  const photos = [invented("with_place.jpg"), invented("turned.jpg")];
  const places = await along(streets);
  assert.equal(places.length, 30);

  const folder = await mkdtemp(join(tmpdir(), "eclaireuse-evening-"));
  const phone = await startPhone();
  try {
    await phone.geolocate({ lon: places[0][0], lat: places[0][1], accuracy: 5 });
    await phone.open();
    await phone.offlineReady();
    await phone.stopServer();
    await startWalk(phone);
    const made = [];
    for (const [index, [lon, lat]] of places.entries()) {
      await phone.geolocate({ lon, lat, accuracy: 4 + (index % 5) });
      const [principle, category, polarity] = TAGS[index % TAGS.length];
      made.push(await tag(phone, principle, category));
      await phone.tap(polarity);
      if (index % 3 === 0) await addPhoto(phone, photos[(index / 3) % 2]);
      if (index === 10 || index === 20) {
        await phone.restart();
        await openWalk(phone);
        // What was open is asked about; keeping it is one answer.
        if (await phone.shows("n'est pas finie")) await phone.tap("Garder");
      } else {
        await phone.tap("Terminé");
      }
    }
    const disk = await onDisk(phone);
    assert.deepEqual(brokenRecords(disk), []);
    assert.deepEqual(Object.keys(observations(disk)).sort(), [...made].sort());
    const withPlace = Object.values(observations(disk)).filter(({ body }) => body.observer).length;
    await phone.see("30 observations, 10 photos");

    const zip = await save(phone, "#make-layers", /couches\.zip$/);
    const gpkg = join(folder, "evening.gpkg");
    execFileSync("ogr2ogr", ["-f", "GPKG", gpkg, `/vsizip/${zip}/observations.geojson`, "-t_srs", "EPSG:2154"]);
    const said = execFileSync("ogrinfo", ["-so", "-al", gpkg], { encoding: "utf8" });
    assert.match(said, new RegExp(`Feature Count: ${withPlace}\\n`));
    assert.match(said, /Lambert-93/);
    const entries = execFileSync("unzip", ["-Z1", zip], { encoding: "utf8" }).trim().split("\n");
    assert.equal(entries.filter((name) => name.startsWith("photos/")).length, 10);
    const csv = execFileSync("ogrinfo", ["-so", "-al", `/vsizip/${zip}/observations.csv`], { encoding: "utf8" });
    assert.match(csv, /Feature Count: 30\n/);
    assert.ok(withPlace >= 28, `${withPlace} of 30 have the place where they were made`);

    const notebook = await save(phone, "#notebook-html", /\.html$/);
    const page = await readFile(notebook, "utf8");
    assert.equal(page.match(/class="eclaireuse-media"/g).length, Object.keys(disk.media).length);
    assert.deepEqual(phone.requestsToOtherHosts(), []);
  } finally {
    await phone.close();
    await rm(folder, { recursive: true, force: true });
  }
});
