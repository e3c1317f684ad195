// Another engine, and one without WebGL: the plan does what the map does, and a walk is prepared,
// joined and walked all the same.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

import { Origin } from "selenium-webdriver";

import { startPhone } from "./browser.mjs";
import { pictureBasemap } from "./pmtiles.mjs";
import { HERE, chapter, markAt, observations, onDisk, openMap, prepare, startWalk, tag } from "./story.mjs";

let phone;
let walk;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-firefox-"));
  phone = await startPhone({ browser: "firefox", position: HERE });
});
after(() => phone?.close());

const at = (metres) => HERE.lon + metres / (111_195 * Math.cos((HERE.lat * Math.PI) / 180));
const feature = (properties, type, coordinates) => ({ type: "Feature", properties, geometry: { type, coordinates } });
/** A finger: down, a way, up. */
const finger = async (from, to = from, holdMs = 0) => {
  const actions = phone.driver.actions({ async: true });
  const to_ = (point) => ({ x: Math.round(point.x), y: Math.round(point.y), origin: Origin.VIEWPORT });
  actions.move(to_(from)).press();
  if (holdMs) actions.pause(holdMs);
  if (to !== from) {
    actions.move(to_({ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2 }));
    actions.move(to_(to));
  }
  await actions.release().perform();
};
const middle = () =>
  phone.run(() => {
    const { left, top, width, height } = document.querySelector(".surface").getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });

chapter("a walk is prepared", async () => {
  await startWalk(phone);
  walk = await phone.run(() => location.hash.split("/")[2]);
  const file = async (name, content) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const route = { type: "FeatureCollection", features: [
    feature({}, "LineString", [[at(0), HERE.lat], [at(90), HERE.lat]]),
    feature({ nom: "Le porche" }, "Point", [at(0), HERE.lat]),
    feature({ nom: "Le square" }, "Point", [at(90), HERE.lat]),
  ] };
  await prepare(phone, walk, {
    basemap: await file("b.pmtiles", pictureBasemap()),
    route: await file("r.geojson", JSON.stringify(route)),
  });
  assert.equal(await phone.run(() => document.querySelector("canvas")), null, "no WebGL: the plan");
  await phone.see("#surface-plan svg");
  const where = await middle();
  await phone.run(() => document.querySelector(".surface").scrollIntoView({ block: "center" }));
  const here = await middle();
  await finger({ x: here.x, y: here.y - 80 });
  await phone.until("three points", async () => /3 points$/.test(await phone.text("#route-length")));
  assert.ok(where);
});

chapter("joined through its link", async () => {
  await phone.open(`preparation.html#/marche/${walk}/preparer/partage`);
  await phone.see("#qr-code");
  const link = await phone.run(() => document.querySelector("#walk-link").textContent);
  await phone.open(`rejoindre.html${new URL(link).hash}`);
  await phone.see("Vous avez la marche");
  await phone.see("Ouvrez le menu du navigateur");
});

chapter("without a network: the plan shows where one is and what was said, and takes what is new", async () => {
  await phone.open(`#/marche/${walk}`);
  await phone.see(".fab");
  const id = await tag(phone);
  await phone.until("placed", async () => observations(await onDisk(phone))[id].body.observer, 20_000);
  await phone.offlineReady({ timeout: 60_000 });
  await phone.stopServer();
  await openMap(phone, walk);
  await phone.see("#surface-plan svg");
  await phone.see("Arrêt 1, Le porche");
  for (const selector of [".plan-route", ".plan-stop", ".plan-here", ".plan-shape"]) {
    await phone.until(selector, () => phone.run((selector) => document.querySelector(`#surface-plan ${selector}`) !== null, selector));
  }
  await finger(await markAt(phone, "observations", id));
  await phone.see("Éclairage public");
  await phone.tap("Fermer");
  const { x, y } = await middle();
  await finger({ x: x + 70, y: y - 90 }, undefined, 900);
  await phone.tap("Observer ici");
  await phone.tap("Entendre et être entendu·e");
  await phone.tap("Bruit");
  await phone.see("Enregistré sur ce téléphone");
  const made = await phone.run(() => location.hash.split("/")[4]);
  assert.equal(observations(await onDisk(phone))[made].body.thing.source, "map");

  // The pin is moved.
  await phone.open(`terrain.html#/marche/${walk}/carte/${made}`);
  const pin = await markAt(phone, "thing");
  const before = observations(await onDisk(phone))[made].body;
  await finger(pin, { x: pin.x + 60, y: pin.y + 40 });
  await phone.until("moved", async () => JSON.stringify(observations(await onDisk(phone))[made].body.thing) !== JSON.stringify(before.thing));
  await phone.screenshot("firefox-plan");
});
