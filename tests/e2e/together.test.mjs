// Five observations at one point are five: on the plan and on the map their sign says how many, and a
// tap on it offers each of them. Those at one stop too.

import assert from "node:assert/strict";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cannot, startPhone } from "./browser.mjs";
import { pictureBasemap } from "./pmtiles.mjs";
import { HERE, chapter, markAt, observations, onDisk, openMap, prepare, startWalk, tag } from "./story.mjs";

const SAID = [
  ["Voir et être vu·e", "Éclairage public"],
  ["Voir et être vu·e", "Recoins, cachettes"],
  ["Agir ensemble", "Entraide"],
  ["Propre et accueillant", "Propreté"],
  ["Entendre et être entendu·e", "Bruit"],
];

let phone;
let folder;
let walk;
const ids = [];
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-together-"));
  phone = await startPhone();
  await phone.geolocate(HERE);
  await startWalk(phone);
  walk = await phone.run(() => location.hash.split("/")[2]);
  for (const [principle, category] of SAID) {
    await phone.open(`#/marche/${walk}`);
    await phone.geolocate(HERE);
    await phone.see(".fab");
    const id = await tag(phone, principle, category);
    await phone.until("placed", async () => observations(await onDisk(phone))[id]?.body.observer);
    ids.push(id);
  }
});
after(async () => {
  await phone?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const tapAt = async ({ x, y }) => {
  for (const type of ["mousePressed", "mouseReleased"]) {
    await phone.mouse(type, { x, y });
  }
};

/** The choice is there, holds the five, and each leads to its own. */
async function offersFive() {
  await phone.see(".map-choice");
  await phone.see("5 observations");
  const offered = await phone.run(() => [...document.querySelectorAll('.map-choice a[href*="/observation/"]')].map((link) => link.getAttribute("href").split("/").at(-1)));
  assert.deepEqual(offered, [...ids].reverse(), "the newest first, each once");
  assert.deepEqual(await phone.axe(), []);
}

chapter("on the plan, at every zoom", async () => {
  await openMap(phone, walk);
  await phone.see("#surface-plan svg");
  for (let zoom = 0; zoom < 9; zoom += 1) {
    const mark = await markAt(phone, "together");
    assert.deepEqual(mark.id.split(" ").sort(), [...ids].sort());
    assert.equal(await phone.run(() => document.querySelector('#surface-plan g[data-overlay="together"] text').textContent), "5");
    await phone.tap("Plus près");
  }
  await phone.tap("Me situer");
  await sleep(300);
  // She stands where they were said: their number is above her own sign.
  await phone.geolocate(HERE);
  const order = await phone.until("where she stands", () =>
    phone.run(() => {
      const [here, number] = [".plan-here", "g[data-overlay=together]"].map((sign) => document.querySelector(`#surface-plan ${sign}`));
      return here && number && (here.compareDocumentPosition(number) & Node.DOCUMENT_POSITION_FOLLOWING ? "above" : "under");
    }),
  );
  assert.equal(order, "above", "her own sign covers the number");
  await tapAt(await markAt(phone, "together"));
  await offersFive();
  await phone.screenshot("together-plan");
  await phone.tap(`css=.map-choice a[href$="${ids[1]}"]`);
  await phone.until("the second is open", () => phone.run((id) => location.hash.includes(id), ids[1]));
});

chapter("on the map", { skip: cannot({ firefox: "Firefox has no WebGL without a graphics card" }), timeout: 60_000 }, async () => {
  const basemap = join(folder, "b.pmtiles");
  await writeFile(basemap, pictureBasemap());
  await prepare(phone, walk, { basemap });
  await phone.geolocate(HERE);
  await openMap(phone, walk);
  await phone.see("#surface-map canvas");
  await phone.tap("Me situer");
  await sleep(1000); // A finger would end the movement.
  await phone.until("no choice", async () => {
    const { x, y } = await phone.run(() => {
      const { left, top, width, height } = document.querySelector(".surface").getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2 };
    });
    await tapAt({ x, y });
    await sleep(400);
    return phone.shows(".map-choice");
  });
  await offersFive();
  await phone.screenshot("together-map");
});
