// A whole walk through the invented quarter: prepared on a laptop with its map, its lamps and a perimeter;
// joined by the code on a phone; walked with the server stopped; exported; opened with GDAL.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cannot, startPhone } from "./browser.mjs";
import { invented } from "./invented/made.mjs";
import { observations, onDisk, openMap, prepare, save, startWalk, takeForeseen } from "./story.mjs";

const FILES = Object.fromEntries(
  ["quarter.pmtiles", "street_lamps.geojson", "perimeter.geojson", "roads.geojson"].map((name) => [name, invented(name)]),
);

const phones = [];
after(() => Promise.all(phones.map((phone) => phone.close())));

/** The longest named street, as the route; its lamps will be walked past. */
async function route(folder) {
  const { features } = JSON.parse(await readFile(FILES["roads.geojson"]));
  const lamps = JSON.parse(await readFile(FILES["street_lamps.geojson"])).features;
  const lines = features.filter(({ geometry }) => geometry.type === "LineString");
  const length = ({ geometry: { coordinates } }) =>
    coordinates.slice(1).reduce((sum, [x, y], index) => sum + Math.hypot(x - coordinates[index][0], y - coordinates[index][1]), 0);
  const line = lines.sort((a, b) => length(b) - length(a))[0].geometry.coordinates;
  const stops = [line[0], line.at(-1)].map((coordinates, index) => ({
    type: "Feature",
    properties: { nom: ["Le début", "La fin"][index] },
    geometry: { type: "Point", coordinates },
  }));
  const path = join(folder, "route.geojson");
  await writeFile(path, JSON.stringify({ type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates: line } }, ...stops] }));
  return { path, line, lamps: lamps.slice(0, 3) };
}

test("prepared, joined, walked without a network, exported", { timeout: 5 * 60_000 }, async () => {
  const folder = await mkdtemp(join(tmpdir(), "eclaireuse-quarter-"));
  const { path, line, lamps } = await route(folder);
  const at = ([lon, lat], accuracy = 7) => ({ lon, lat, accuracy });

  // On the laptop.
  const laptop = await startPhone({ scheme: "light" });
  phones.push(laptop);
  await laptop.geolocate(at(line[0]));
  await startWalk(laptop);
  const walk = await laptop.run(() => location.hash.split("/")[2]);
  await prepare(laptop, walk, {
    perimeter: FILES["perimeter.geojson"],
    name: "Quartier inventé",
    lamps: FILES["street_lamps.geojson"],
    basemap: FILES["quarter.pmtiles"],
    route: path,
  });
  await laptop.open(`preparation.html#/marche/${walk}/preparer/partage`);
  await laptop.see("#qr-code");
  const link = await laptop.run(() => document.querySelector("#walk-link").textContent);
  await laptop.tap("#make-kit");
  await laptop.see("#file-ready", { timeout: 30_000 });
  await laptop.tap("Enregistrer le fichier");
  const kit = await laptop.waitForDownload(/preparation\.zip$/);

  // On a phone: the code, then the file with the map.
  const phone = await startPhone();
  phones.push(phone);
  await phone.geolocate(at(line[0]));
  await phone.open(`rejoindre.html${new URL(link).hash}`);
  await phone.see("Vous avez la marche");
  await phone.open("rejoindre.html#/rejoindre");
  await phone.see("Suivre ce lien");
  await phone.upload("#import", kit);
  await takeForeseen(phone);
  await phone.see("#begin");
  await phone.tap("#begin");
  await phone.tap("Nous l'avons entendu");
  await phone.see(".fab");
  await phone.offlineReady();
  await phone.stopServer();

  // The walk: a lighting observation under each of three lamps, the lamp chosen from those offered.
  const made = [];
  for (const lamp of lamps) {
    await phone.open(`#/marche/${walk}`);
    await phone.tap(".fab");
    // A phone measures about once a second; what it measured on the way there has passed.
    for (let second = 0; second < 7; second += 1) {
      await phone.geolocate(at(lamp.geometry.coordinates));
      await sleep(300);
    }
    await phone.see("± 7 m");
    await phone.tap("Voir et être vu·e");
    await phone.tap("Éclairage public");
    await phone.see("Enregistré sur ce téléphone");
    const id = await phone.run(() => location.hash.split("/")[4]);
    await phone.tap("Problème");
    await phone.tap("Lampe");
    await phone.see("Lampadaires proches");
    await phone.tap(lamp.properties.ref);
    await phone.until("the lamp's number", async () => observations(await onDisk(phone))[id].body.lamp_ref === lamp.properties.ref);
    made.push(id);
  }
  await phone.geolocate(at(line.at(-1)));
  await openMap(phone, walk);
  if (!cannot({ firefox: "Firefox has no WebGL without a graphics card" })) {
    await phone.see("#surface-map canvas");
    await phone.see("Quartier inventé pour les essais");
  }
  await phone.see("La fin");
  await phone.screenshot("quarter-map");

  // The export.
  await phone.open(`#/marche/${walk}`);
  const layers = await save(phone, "#make-layers", /couches\.zip$/);
  const zip = `/vsizip/${layers}`;
  const inside = execFileSync("unzip", ["-Z1", layers], { encoding: "utf8" }).split("\n");
  const read = (name) => {
    const entry = inside.find((each) => each.endsWith(name));
    assert.ok(entry, `${name} in ${inside.join(", ")}`);
    const out = join(folder, `read-${name}`);
    execFileSync("ogr2ogr", ["-f", "GeoJSON", out, `${zip}/${entry}`]);
    assert.ok(existsSync(out));
    return readFile(out, "utf8").then(JSON.parse);
  };
  const points = (await read("observations.geojson")).features;
  assert.equal(points.length, made.length);
  for (const { properties, geometry } of points) {
    assert.equal(properties.code_qp, "QN00000X");
    assert.equal(properties.lib_qp, "Quartier inventé");
    assert.equal(properties.insee_com, "98999");
    assert.ok(lamps.some((lamp) => lamp.properties.ref === properties.ecl_ref), JSON.stringify(properties));
    const lamp = lamps.find((lamp) => lamp.properties.ref === properties.ecl_ref).geometry.coordinates;
    assert.ok(Math.hypot(geometry.coordinates[0] - lamp[0], geometry.coordinates[1] - lamp[1]) < 1e-5);
  }
  const [walked] = (await read("parcours.geojson")).features;
  assert.equal(walked.geometry.type, "LineString");
  assert.equal(walked.geometry.coordinates.length, line.length);
  assert.equal(walked.properties.code_qp, "QN00000X");
  assert.equal(walked.properties.nb_arrets, 2, JSON.stringify(walked.properties));
  assert.deepEqual(phone.requestsToOtherHosts(), []);
});
