// A walk is prepared on a laptop: ground, route, kit; joined by its code on a second phone; what is
// wrong is said and nothing is lost.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

import { startPhone } from "./browser.mjs";
import { pictureBasemap } from "./pmtiles.mjs";
import { HERE, chapter, onDisk, startWalk, tag, takeForeseen } from "./story.mjs";

let laptop;
let walk;
let folder;
const file = async (name, content) => {
  const path = join(folder, name);
  await writeFile(path, content);
  return path;
};
const collection = (features, more = {}) => JSON.stringify({ type: "FeatureCollection", ...more, features });
const feature = (properties, type, coordinates) => ({ type: "Feature", properties, geometry: { type, coordinates } });
const square = (lon, lat, half) => [
  [[lon - half, lat - half], [lon + half, lat - half], [lon + half, lat + half], [lon - half, lat + half], [lon - half, lat - half]],
];
const step = (slug) => `preparation.html#/marche/${walk}/preparer/${slug}`;
/** The bodies of the newest records of a kind. */
const bodies = async (phone, kind) =>
  Object.values((await onDisk(phone)).records)
    .map((line) => JSON.parse(line))
    .filter((record) => record.kind === kind)
    .sort((a, b) => a.rev - b.rev);

/** Fills in the field of a label. */
async function fill(phone, label, text) {
  const field = await phone.until(`no field ${label}`, () =>
    phone.driver.executeScript(
      (label) => [...document.querySelectorAll("label")].find((each) => each.innerText.startsWith(label))?.querySelector("input") ?? null,
      label,
    ),
  );
  await field.clear();
  await field.sendKeys(text);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-files-"));
  laptop = await startPhone({ scheme: "light" });
  await laptop.geolocate(HERE);
  await startWalk(laptop);
  walk = await laptop.run(() => location.hash.split("/")[2]);
});
after(() => laptop?.close());

chapter("a perimeter is chosen by name among others, and its code comes from the file", async () => {
  const path = await file(
    "qpv.geojson",
    collection([
      feature({ CODE_QP: "ZZ00001Z", LIB_QP: "Le Faubourg (inventé)", INSEE_COM: "00001", LIB_COM: "Essai" }, "Polygon", square(3, 48, 0.01)),
      feature({ CODE_QP: "ZZ00002Z", LIB_QP: "Les Étangs (inventé)", INSEE_COM: "00002", LIB_COM: "Essai" }, "Polygon", square(HERE.lon, HERE.lat, 0.006)),
    ]),
  );
  await laptop.open(step("terrain"));
  await laptop.see("Périmètre du quartier");
  await laptop.upload("#perimeter-file", path);
  await laptop.see("#names li");
  await laptop.type("#perimeter-search", "etangs");
  await laptop.until("one name", async () => (await laptop.run(() => document.querySelectorAll("#names li").length)) === 1);
  await laptop.tap("Les Étangs");
  await laptop.tap("#keep-part");
  assert.match(await laptop.text("#perimeter-now"), /ZZ00002Z/);
  await laptop.until("stored", async () => (await bodies(laptop, "perimeter")).length === 1);
});

chapter("lamps in Lambert-93 are converted, and it is said", async () => {
  // 10 m apart, beside the walk: computed with PROJ from EPSG:4326.
  const lamps = ["L-101", "L-102"].map((ref, index) =>
    feature({ Num: ref }, "Point", [649000 + 10 * index, 6977000]),
  );
  await laptop.upload("#points-file", await file("lampes.geojson", collection(lamps)));
  await laptop.see("Lu comme du Lambert-93");
  await laptop.see("#points-picture svg");
  await laptop.see("« Num »");
  await laptop.tap("#keep-part");
  await laptop.see("#layers-now li");
  const [layer] = await bodies(laptop, "layer");
  assert.equal(layer.body.points.length, 2);
  assert.deepEqual(layer.body.points[0].slice(0, 2).map((e7) => Math.round(e7 / 1e5)), [229, 4989]);
});

chapter("files that are no basemap, no perimeter, no route are named, and nothing changes", async () => {
  const whole = pictureBasemap();
  const empty = Buffer.from(whole);
  empty.fill(0, 64, 72);
  const cases = [
    ["#basemap-file", "page.pmtiles", "<!doctype html><title>404</title>", "est une page web"],
    ["#basemap-file", "old.pmtiles", "PM\u0002\u0000 and more", "version 2"],
    ["#basemap-file", "none.pmtiles", empty, "aucune tuile"],
    ["#basemap-file", "zero.pmtiles", "", "est vide"],
    ["#basemap-file", "cut.pmtiles", whole.subarray(0, whole.length - 50), "incomplet"],
    ["#points-file", "belgian.geojson", collection([feature({}, "Point", [150000, 170000])], { crs: { type: "name", properties: { name: "urn:ogc:def:crs:EPSG::31370" } } }), "EPSG::31370"],
    ["#perimeter-file", "cut.geojson", '{"type":"FeatureCollection","features":[{"ty', "au milieu, à la ligne 1"],
    ["#perimeter-file", "none.geojson", collection([]), "pas de périmètre"],
  ];
  // What a page finds of its own readiness stands in the notice, and comes when it comes.
  const prepared = async () => Object.values((await onDisk(laptop)).records).filter((line) => JSON.parse(line).kind !== "notice").length;
  const before = await prepared();
  for (const [input, name, content, words] of cases) {
    await laptop.upload(input, await file(name, content));
    await laptop.see("#read-failed");
    await laptop.see(words);
    await laptop.reload();
    await laptop.see("Périmètre du quartier");
  }
  assert.equal(await prepared(), before);
});

chapter("a perimeter that crosses itself is taken and it is said", async () => {
  const bow = [[[2.29, 49.87], [2.3, 49.88], [2.3, 49.87], [2.29, 49.88], [2.29, 49.87]]];
  await laptop.upload("#perimeter-file", await file("bow.geojson", collection([feature({ code_qp: "ZZ00003Z", lib_qp: "Noeud" }, "Polygon", bow)])));
  await laptop.see("#names li");
  await laptop.tap("Noeud");
  await laptop.see("se croise lui-même");
  await laptop.tap("Laisser");
});

chapter("a basemap is kept with who is to be named", async () => {
  await laptop.upload("#basemap-file", await file("fond.pmtiles", pictureBasemap()));
  await laptop.see("#attribution");
  await laptop.tap("#keep-part");
  await laptop.see("Fond inventé pour les essais");
});

chapter("a GPX of 100,000 points is simplified, with the tolerance said; one without points is refused", async () => {
  await laptop.open(step("parcours"));
  await laptop.see("#route-length");
  await laptop.upload("#route-file", await file("none.gpx", '<gpx version="1.1"><wpt lat="49.87" lon="2.29"/></gpx>'));
  await laptop.see("ni tracé ni point nommé");
  const points = Array.from({ length: 100_000 }, (_, index) => {
    const part = index / 100_000;
    const lon = HERE.lon - 0.003 + 0.006 * part;
    const lat = HERE.lat + 0.002 * Math.sin(part * 12);
    return `<trkpt lat="${lat.toFixed(7)}" lon="${lon.toFixed(7)}"><time>2026-11-05T18:00:00Z</time></trkpt>`;
  });
  const gpx = `<gpx version="1.1"><wpt lat="${HERE.lat}" lon="${HERE.lon}"><name>Le porche</name></wpt><trk><trkseg>${points.join("")}</trkseg></trk></gpx>`;
  await laptop.upload("#route-file", await file("long.gpx", gpx));
  await laptop.see("#route-found", { timeout: 30_000 });
  assert.match(await laptop.text("#route-found"), /Simplifié de \d+ à \d+ points : aucun point retiré n’est à plus de \d+ m/);
  await laptop.see("Les heures de passage");
  await laptop.tap("Prendre aussi les points nommés");
  await laptop.until("the route", async () => /^\d+ m · \d+ points$/.test(await laptop.text("#route-length")));
  await laptop.until("a stop", async () => (await laptop.run(() => document.querySelectorAll(".stop-row").length)) === 1);
});

chapter("the route is drawn, moved, undone; stops are named, timed and put in order by keyboard", async () => {
  await laptop.tap("Points du tracé");
  await laptop.tap("Effacer le tracé");
  await laptop.see("Pas encore de parcours");
  await laptop.tap("Annuler");
  await laptop.until("the line is back", async () => /m · /.test(await laptop.text("#route-length")));
  await laptop.tap("Refaire");
  await laptop.see("Pas encore de parcours");
  const type = (label, text) => fill(laptop, label, `${text}\uE007`);
  await type("Ajouter un point", `${HERE.lat}, ${HERE.lon - 0.002}`);
  await laptop.until("one point", async () => (await laptop.run(() => document.querySelectorAll(".vertex-row").length)) === 1);
  await type("Ajouter un point", `${HERE.lat}, ${HERE.lon + 0.002}`);
  await laptop.until("a length", async () => /^28\d m · 2 points$/.test(await laptop.text("#route-length")));
  await type("Point 2", `${HERE.lat}, ${HERE.lon + 0.003}`);
  await laptop.until("a longer one", async () => /^3\d\d m · 2 points$/.test(await laptop.text("#route-length")));
  await laptop.tap("Ajouter un arrêt");
  await laptop.until("two stops", async () => (await laptop.run(() => document.querySelectorAll(".stop-row").length)) === 2);
  await laptop.type("css=.stop-row:nth-child(2) input[type=text]", "Le square");
  await laptop.type("css=.stop-row:nth-child(2) input[type=number]", "25\uE007");
  await laptop.tap("Avancer l'arrêt 2");
  await laptop.until("the square comes first", () =>
    laptop.run(() => document.querySelector(".stop-row input").value === "Le square"));
  await laptop.see("Gardé sur cet appareil");
  const sheets = await bodies(laptop, "walk");
  const { stops, route } = sheets.at(-1).body;
  assert.deepEqual(stops.map((stop) => [stop.number, stop.name, stop.minute ?? null]), [[1, "Le square", 25], [2, "Le porche", null]]);
  assert.equal(route.length, 2);
});

chapter("on the drawing itself: a tap adds a point, a drag moves it", async () => {
  // Without WebGL the plan is there from the beginning.
  await laptop.see("css=#surface-map, #surface-plan svg");
  if (!(await laptop.shows("css=#surface-plan svg"))) await laptop.tap("Voir le plan simple");
  await laptop.see("#surface-plan svg");
  const box = () =>
    laptop.run(() => {
      const plan = document.querySelector("#surface-plan");
      plan.scrollIntoView({ block: "center" });
      const { left, top, width, height } = plan.getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
  const pointer = (type, x, y) => laptop.mouse(type, { x, y });
  const { x, y } = await box();
  await pointer("mousePressed", x, y - 90);
  await pointer("mouseReleased", x, y - 90);
  await laptop.until("three points", async () => /3 points$/.test(await laptop.text("#route-length")));
  const length = async () => Number(/^(\d+) m/.exec(await laptop.text("#route-length"))[1]);
  const before = await length();
  await pointer("mousePressed", x, y - 90);
  await pointer("mouseMoved", x + 10, y - 120);
  await pointer("mouseMoved", x + 20, y - 150);
  await pointer("mouseReleased", x + 20, y - 150);
  await laptop.until("a longer line", async () => (await length()) > before);
  await laptop.tap("Annuler");
  await laptop.tap("Annuler");
  await laptop.until("two points again", async () => / 2 points$/.test(await laptop.text("#route-length")));
});

chapter("the grid, the notice and the bodies of the place are kept by themselves", async () => {
  await laptop.open(step("grille"));
  await laptop.tap("Agir ensemble");
  await laptop.tap("Gravité");
  await laptop.tap("Noter");
  await laptop.type("#own-notice", "Une phrase.\nUne autre.");
  await laptop.tap("Ajouter un acteur");
  await laptop.type("#actor-0", "Régie (inventée)\uE007");
  await laptop.see("Gardé sur cet appareil");
  await laptop.until("kept", async () => {
    const { body } = (await bodies(laptop, "walk")).at(-1);
    return body.actors?.length === 1 && body.roles?.length === 1 && JSON.stringify(body).includes("Une autre");
  });
  await laptop.open(`#/marche/${walk}/dire`);
  await laptop.see("Que voyez-vous");
  // The principles stand there before the walk is read.
  await laptop.until("hers is not the first", () => laptop.run(() => document.querySelector(".tile")?.innerText.trim() === "Agir ensemble"));
});

let link;
let kit;
chapter("the kit leaves as a code and as a file", async () => {
  await laptop.open(step("partage"));
  await laptop.see("#qr-code");
  link = await laptop.run(() => document.querySelector("#walk-link").textContent);
  assert.match(link, /rejoindre\.html#\/rejoindre\/z[\w-]+$/);
  assert.ok(Number(await laptop.run(() => document.querySelector("#qr-code").dataset.modules)) <= 117);
  await laptop.tap("#make-kit");
  await laptop.see("#file-ready", { timeout: 30_000 });
  await laptop.tap("Enregistrer le fichier");
  kit = await laptop.waitForDownload(/preparation\.zip$/);
});

chapter("the printed sheet holds the code, the route, the principles, the grid and the numbers", async () => {
  await laptop.open(step("feuille"));
  await laptop.see(".paper");
  await laptop.see("#qr-code");
  const words = await laptop.text(".paper");
  for (const wanted of ["Les six principes", "street_lighting", "114 par SMS", "Le square", "Une phrase."]) {
    assert.ok(words.includes(wanted), wanted);
  }
  const pdf = join(folder, "feuille.pdf");
  await writeFile(pdf, await laptop.print());
  assert.match(execFileSync("pdfinfo", [pdf], { encoding: "utf8" }), /^Pages:\s+2$/m, "two pages");
});

chapter("a second phone joins by the link, then by the file; a newer kit updates, an older one is refused", async () => {
  const phone = await startPhone();
  try {
    await phone.geolocate(HERE);
    // Another copy of the same host: only the fragment is carried over.
    await phone.open(`rejoindre.html${new URL(link).hash}`);
    await phone.see("Vous avez la marche");
    await phone.see("Avant de partir");
    assert.equal((await bodies(phone, "walk")).length, 1);
    assert.equal((await bodies(phone, "perimeter")).length, 1);
    await phone.tap("Commencer");
    await phone.see("Une phrase.");
    await phone.tap("Nous l'avons entendu");
    await phone.see(".fab");
    await tag(phone);
    const said = (await bodies(phone, "observation")).length;
    // The file brings the rest.
    await phone.open("rejoindre.html#/rejoindre");
    await phone.see("Suivre ce lien");
    await phone.upload("#import", kit);
    await takeForeseen(phone);
    await phone.see("Vous avez la marche");
    assert.equal((await bodies(phone, "basemap")).length, 1);
    assert.equal((await bodies(phone, "layer")).length, 1);

    // The sheet changes on the laptop: a newer kit.
    await laptop.open(`preparation.html#/marche/${walk}/fiche`);
    await laptop.type("css=main input[type=text]", "Marche du soir, deuxième version");
    await laptop.see("Gardé sur cet appareil");
    await laptop.open(step("partage"));
    await laptop.see("#qr-code");
    const newer = await laptop.run(() => document.querySelector("#walk-link").textContent);
    assert.notEqual(newer, link);
    await phone.open(`rejoindre.html${new URL(newer).hash}`);
    // Nothing changes without a tap: kept first, then accepted.
    const sheets = (await bodies(phone, "walk")).length;
    await phone.see("#foreseen");
    assert.match(await phone.text("#foreseen"), /deuxième version/);
    await phone.tap("Garder la mienne");
    await phone.see("Vous avez la marche");
    assert.equal((await bodies(phone, "walk")).length, sheets);
    await phone.open("about:blank");
    await phone.open(`rejoindre.html${new URL(newer).hash}`);
    await phone.see("#foreseen");
    await phone.tap("Accepter");
    await phone.see("Vous avez la marche");
    await phone.see("deuxième version");
    assert.equal((await bodies(phone, "observation")).length, said);

    const before = Object.keys((await onDisk(phone)).records).length;
    await phone.open(`rejoindre.html${new URL(link).hash}`);
    await phone.see("est plus ancienne que celle de ce téléphone");
    await phone.open("rejoindre.html#/rejoindre");
    await phone.see("Suivre ce lien");
    await phone.upload("#import", kit);
    await phone.see("est plus ancienne que celle de ce téléphone");
    assert.equal(Object.keys((await onDisk(phone)).records).length, before);

    // Whoever joined reads the sheet and does not change it.
    await phone.open(`preparation.html#/marche/${walk}/fiche`);
    await phone.see("a été préparée sur un autre appareil");
    assert.equal(await phone.run(() => document.querySelector("fieldset.bare").disabled), true);
    assert.deepEqual(phone.requestsToOtherHosts(), []);
  } finally {
    await phone.close();
  }
});

chapter("a code of something else, a damaged one and a kit cut short are named", async () => {
  const phone = await startPhone();
  try {
    await phone.open("rejoindre.html#/rejoindre/https://example.org/menu");
    await phone.see("n'est pas une invitation");
    await phone.open(`rejoindre.html${new URL(link).hash.slice(0, -9)}`);
    await phone.see("incomplet ou abîmé");
    await phone.open("rejoindre.html#/rejoindre");
    await phone.see("Suivre ce lien");
    await phone.type("#join-link", "https://example.org/menu");
    await phone.tap("Suivre ce lien");
    await phone.see("n'est pas une invitation");
    assert.equal(Object.keys((await onDisk(phone)).records).length, 0);
    // The link of the printed code, typed or pasted.
    await phone.type("#join-link", link);
    await phone.tap("Suivre ce lien");
    await phone.see("Vous avez la marche");
    const whole = await readFile(kit);
    await phone.open("rejoindre.html#/rejoindre");
    await phone.see("Suivre ce lien");
    await phone.upload("#import", await file("cut.zip", whole.subarray(0, whole.length - 600)));
    await phone.see("incomplet");
    if (await phone.shows("#foreseen")) await phone.tap("#leave-foreseen");
    const altered = Buffer.from(whole);
    altered[altered.indexOf("PMTiles") + 150] ^= 1;
    await phone.open("rejoindre.html#/rejoindre");
    await phone.see("Suivre ce lien");
    await phone.upload("#import", await file("altered.zip", altered));
    await phone.see("est abîmé et n'est pas pris");
    await takeForeseen(phone);
    const { media } = await onDisk(phone);
    assert.ok(Object.entries(media).every(([name, hash]) => name === hash), "nothing altered is on disk");
  } finally {
    await phone.close();
  }
});

chapter("the steps are those of the browser at hand; a window that keeps nothing is said to be one", async () => {
  const phone = await startPhone({ scheme: "light" });
  try {
    const ios = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";
    const android = "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Mobile Safari/537.36";
    const as = async (userAgent) => {
      await phone.userAgent(userAgent);
      await phone.open("about:blank");
      await phone.open(`rejoindre.html${new URL(link).hash}`);
      await phone.see("Vous avez la marche");
    };
    await as(ios);
    await phone.see("Touchez Partager");
    await phone.see("l'application installée ne voit pas ce qui est noté dans cet onglet");
    await phone.screenshot("join-ios");
    await as(android);
    await phone.see("Touchez les trois points");
    assert.equal(await phone.shows("l'application installée ne voit pas"), false);
    await as(`${ios} Instagram 330.0`);
    await phone.see("elle ne garde rien");
    await phone.see("Ouvrir dans Safari");
    assert.equal(await phone.shows("#install"), false);
    await phone.screenshot("join-in-app");
    assert.deepEqual(await phone.axe(), []);
  } finally {
    await phone.close();
  }
});

chapter("two kits with the same reference and different ids: it is said", async () => {
  const other = await startPhone();
  try {
    const create = async (phone, reference) => {
      await phone.open("preparation.html#/nouvelle");
      await phone.tap("Cadre");
      await fill(phone, "Référence courte", reference);
      await phone.tap("Créer la marche");
      await phone.see("Avant de marcher");
    };
    await create(other, "PR-2026-01");
    const id = await other.run(() => location.hash.split("/")[2]);
    await other.open(`preparation.html#/marche/${id}/preparer/partage`);
    await other.see("#qr-code");
    const first = await other.run(() => document.querySelector("#walk-link").textContent);
    await create(laptop, "pr-2026-01");
    await laptop.open(`rejoindre.html${new URL(first).hash}`);
    await laptop.see("porte la même référence");
  } finally {
    await other.close();
  }
});

chapter("nobody else was asked for anything", () => {
  assert.deepEqual(laptop.requestsToOtherHosts(), []);
});
