// On the walk: the map, and the plan that shows the same, without a network.

import assert from "node:assert/strict";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cannot, startPhone } from "./browser.mjs";
import { pictureBasemap } from "./pmtiles.mjs";
import { HERE, chapter, markAt, observations, onDisk, openMap, prepare, startWalk, tag } from "./story.mjs";

let phone;
let walk;
let observation;

const east = (metres) => HERE.lon + metres / (111_195 * Math.cos((HERE.lat * Math.PI) / 180));
const north = (metres) => HERE.lat + metres / 111_195;
const feature = (properties, type, coordinates) => ({ type: "Feature", properties, geometry: { type, coordinates } });

before(async () => {
  const folder = await mkdtemp(join(tmpdir(), "eclaireuse-map-"));
  const file = async (name, content) => {
    await writeFile(join(folder, name), content);
    return join(folder, name);
  };
  const collection = (...features) => JSON.stringify({ type: "FeatureCollection", features });
  phone = await startPhone();
  await phone.geolocate(HERE);
  await startWalk(phone);
  walk = await phone.run(() => location.hash.split("/")[2]);
  const ring = [[-150, -120], [150, -120], [150, 120], [-150, 120], [-150, -120]].map(([e, n]) => [east(e), north(n)]);
  await prepare(phone, walk, {
    perimeter: await file("p.geojson", collection(feature({ code_qp: "ZZ00001Z", lib_qp: "Essai" }, "Polygon", [ring]))),
    name: "Essai",
    lamps: await file("l.geojson", collection(feature({ ref: "L-7" }, "Point", [east(60), north(60)]))),
    basemap: await file("b.pmtiles", pictureBasemap()),
    route: await file(
      "r.geojson",
      collection(
        feature({}, "LineString", [[east(0), north(0)], [east(80), north(0)], [east(80), north(80)]]),
        feature({ nom: "Le porche" }, "Point", [east(0), north(0)]),
        feature({ nom: "Le square" }, "Point", [east(80), north(80)]),
      ),
    ),
  });
  await phone.geolocate(HERE);
  await phone.open(`#/marche/${walk}`);
  await phone.see(".fab");
  observation = await tag(phone);
  await phone.until("placed", async () => observations(await onDisk(phone))[observation]?.body.observer);
  await phone.offlineReady();
  await phone.stopServer();
});
after(() => phone?.close());

/** How many colours there are in the middle of the screen. */
async function colours() {
  const picture = await phone.driver.takeScreenshot();
  return phone.run(async (picture) => {
    const image = new Image();
    image.src = `data:image/png;base64,${picture}`;
    await image.decode();
    const copy = new OffscreenCanvas(60, 60);
    const context = copy.getContext("2d");
    const { width, height } = image;
    context.drawImage(image, width * 0.1, height * 0.35, width * 0.6, height * 0.3, 0, 0, 60, 60);
    const { data } = context.getImageData(0, 0, 60, 60);
    return new Set(Array.from({ length: data.length / 4 }, (_, i) => data.slice(i * 4, i * 4 + 3).join())).size;
  }, picture);
}
/** The map, with a position as fresh as a phone's. */
async function showMap() {
  await phone.geolocate(HERE);
  await openMap(phone, walk);
}
const press = (type, x, y) => phone.mouse(type, { x, y });
const tapAt = async ({ x, y }) => {
  await press("mousePressed", x, y);
  await press("mouseReleased", x, y);
};
const middle = () =>
  phone.run(() => {
    const { left, top, width, height } = document.querySelector(".surface").getBoundingClientRect();
    return { x: left + width / 2, y: top + height / 2 };
  });

/** firefox.test.mjs tells the same of the plan. */
const WEBGL = { skip: cannot({ firefox: "Firefox has no WebGL without a graphics card" }) };

chapter("the map opens without a network, says who made it, and names the stop nearby", WEBGL, async () => {
  await showMap();
  await phone.see("#surface-map canvas");
  await phone.see("Fond inventé pour les essais");
  await phone.see("Vous êtes près de");
  await phone.see("Arrêt 1, Le porche");
  await phone.until("an empty map", async () => (await colours()) > 4);
  await phone.screenshot("map");
  assert.deepEqual(await phone.axe(), []);
});

chapter("a tap on an observation reads it, a long press observes there", WEBGL, async () => {
  // The observation lies where the phone is, which the button brings to the middle.
  await phone.tap("Me situer");
  await sleep(1000); // A finger would end the movement.
  await phone.until("the observation is not under the finger", async () => {
    await tapAt(await middle());
    await sleep(400);
    return phone.shows("Éclairage public");
  });
  await phone.tap("Fermer");
  const { x, y } = await middle();
  await press("mousePressed", x + 90, y - 60);
  await sleep(700);
  await press("mouseReleased", x + 90, y - 60);
  await phone.tap("Observer ici");
  await phone.see("Que voyez-vous");
  await phone.tap("Entendre et être entendu·e");
  await phone.tap("Bruit");
  await phone.see("Enregistré sur ce téléphone");
  const id = await phone.run(() => location.hash.split("/")[4]);
  const { body } = observations(await onDisk(phone))[id];
  assert.equal(body.thing.source, "map", JSON.stringify(body));
  await phone.geolocate(HERE);
  await phone.until("where the observer stood", async () => observations(await onDisk(phone))[id].body.observer);
});

chapter("the crosshair does the same by keyboard", WEBGL, async () => {
  await showMap();
  await phone.see("#surface-map canvas");
  await phone.tap("Viser un point");
  await phone.see(".map-cross");
  await phone.tap("Observer ici");
  await phone.see("Que voyez-vous");
  assert.match(await phone.run(() => location.hash), /\/dire\/a\/-?\d+,-?\d+$/);
});

chapter("closing the map gives its canvas and its workers back", WEBGL, async () => {
  for (let round = 0; round < 5; round += 1) {
    await showMap();
    await phone.see("#surface-map canvas");
    await phone.tap("Voir le plan simple");
    await phone.see("#surface-plan svg");
    assert.equal(await phone.run(() => document.querySelectorAll("canvas").length), 0);
    await phone.tap("Voir la carte");
    await phone.see("#surface-map canvas");
  }
});

chapter("the plan shows the same and does the same", WEBGL, async () => {
  await showMap();
  await phone.see("#surface-map canvas");
  await phone.tap("Voir le plan simple");
  await phone.see("#surface-plan svg");
  for (const selector of [".plan-perimeter", ".plan-route", ".plan-stop", ".plan-reference", ".plan-here", ".plan-accuracy"]) {
    await phone.until(selector, () => phone.run((selector) => document.querySelector(`#surface-plan ${selector}`) !== null, selector));
  }
  assert.equal(await phone.run(() => document.querySelectorAll("#surface-plan .plan-stop").length), 2);
  await phone.screenshot("plan");
  assert.deepEqual(await phone.axe(), []);
  const sheets = Object.values((await onDisk(phone)).records).map((line) => JSON.parse(line)).filter((record) => record.kind === "walk" && record.walk === walk);
  const { stops } = sheets.sort((a, b) => b.rev - a.rev)[0].body;
  await tapAt(await markAt(phone, "stops", stops.find((stop) => stop.number === 2).id));
  await phone.see("Arrêt 2, Le square");
  await phone.tap("Fermer");
  // The lamp is nearer to its own centre than the plan's finger is wide.
  for (let zoom = 0; zoom < 3; zoom += 1) await phone.tap("Plus près");
  await phone.run(() => document.querySelector("#surface-plan").focus());
  assert.ok(await phone.shows("css=#surface-plan svg"));
});

chapter("the pin of an observation is moved; where the observer stood stays", async () => {
  const before = observations(await onDisk(phone))[observation].body;
  await phone.open(`#/marche/${walk}/observation/${observation}/lieu`);
  await phone.tap("Placer sur la carte");
  await phone.see("Touchez la carte");
  await phone.until("map or plan", () => phone.run(() => document.querySelector("#surface-map canvas, #surface-plan svg") !== null));
  await phone.tap("5 m vers le nord");
  await phone.until("moved by hand", async () => observations(await onDisk(phone))[observation].body.thing !== undefined);
  if (!(await phone.shows("css=#surface-plan svg"))) await phone.tap("Voir le plan simple");
  await phone.see("#surface-plan svg");
  const from = await markAt(phone, "thing");
  await press("mousePressed", from.x, from.y);
  await press("mouseMoved", from.x + 20, from.y + 20);
  await press("mouseMoved", from.x + 50, from.y + 40);
  await press("mouseReleased", from.x + 50, from.y + 40);
  await phone.until("dragged", async () => (await onDisk(phone), observations(await onDisk(phone))[observation].rev) >= 3);
  const after = observations(await onDisk(phone))[observation].body;
  assert.deepEqual(after.observer, before.observer);
  assert.notDeepEqual(after.thing, before.thing);
  await phone.tap("C'est bon");
  await phone.see("Comment appelle-t-on ce lieu");
});

chapter("a stop is closed with its form: each voice, then the group", async () => {
  await phone.open(`#/marche/${walk}/arrets`);
  await phone.see(".stop-link");
  await phone.tap("Arrêt 1, Le porche");
  await phone.see("Arrêt terminé");
  await phone.tap("Une voix de plus");
  await phone.tap("Noir");
  await phone.tap("Une voix de plus");
  await phone.tap("Bien éclairé");
  await phone.tap("Le groupe");
  await phone.tap("Sombre");
  await phone.see("Voix : de 0 à 3");
  await phone.tap("Arrêt terminé");
  await phone.until("the form is not on disk", async () => {
    const forms = Object.values((await onDisk(phone)).records).map((line) => JSON.parse(line)).filter(({ kind }) => kind === "stop_form");
    const newest = forms.sort((a, b) => b.rev - a.rev)[0]?.body;
    return newest?.closed && newest.voices.length === 2;
  });
  assert.deepEqual(await phone.axe(), []);
  await phone.tap("C'est bon");
  await phone.see("terminé");
});

chapter("a map that fails gives way to the plan, and says so", WEBGL, async () => {
  await showMap();
  await phone.see("#surface-map canvas");
  await phone.run(() => document.querySelector("#surface-map canvas").dispatchEvent(new Event("webglcontextlost")));
  await phone.see("#surface-plan svg");
  await phone.see("La carte ne s'affiche pas sur cet appareil");
  await phone.see("Vous êtes près de");
});

chapter("nothing was asked of anybody, and nothing failed", async () => {
  assert.deepEqual(phone.requestsToOtherHosts(), []);
  const problems = (await phone.problems()).filter((problem) => !/ERR_CONNECTION_REFUSED|ERR_FAILED/.test(problem));
  assert.deepEqual(problems, []);
});
