// The exercise: everything invented, marked so wherever it goes, gone in one tap; and a real walk
// beside it that it never touches.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { after, before } from "node:test";

import { startPhone } from "./browser.mjs";
import { HERE, chapter, observations, onDisk, save, startWalk, tag } from "./story.mjs";

let phone;
let real;
before(async () => {
  phone = await startPhone({ base: "/quartier/carnet/" });
  await phone.geolocate(HERE);
  await startWalk(phone);
  await tag(phone);
  await placed();
  await phone.tap("Terminé");
  real = await onDisk(phone);
});
after(() => phone?.close());

/** Where one is may be heard a moment later than what one says. */
const placed = () =>
  phone.until("an observation has no place", async () => Object.values(observations(await onDisk(phone))).every(({ body }) => body.observer), 20_000);

chapter("it is there in one tap, and says what it is on every screen", async () => {
  await phone.open("#/");
  await phone.see("Nouvelle marche");
  await phone.tap("Essayer");
  await phone.see("Exercice : tout est inventé ici");
  await phone.tap("Nous l'avons entendu");
  await phone.tap(".fab");
  await phone.see("Exercice : tout est inventé ici");
  await phone.tap("Agir ensemble");
  await phone.tap("Entraide");
  await phone.see("Enregistré sur ce téléphone");
  await phone.see("Exercice : tout est inventé ici");
  await placed();
  await phone.tap("Terminé");
});

chapter("its files say so too", async () => {
  const zip = await save(phone, "#make-layers", /EXERCICE.*couches\.zip$/);
  const read = (name) => execFileSync("unzip", ["-p", zip, name], { encoding: "utf8" });
  assert.match(read("LISEZMOI.txt"), /TOUT EST INVENTÉ/);
  const { features } = JSON.parse(read("parcours.geojson"));
  assert.match(features[0].properties.titre, /^\[EXERCICE\]/);
  assert.equal(JSON.parse(read("observations.geojson")).features[0].properties.marche_ref, "EXERCICE");
});

chapter("one tap wipes it, and the real walk is as it was", async () => {
  await phone.tap("#wipe-training");
  await phone.see("Nouvelle marche");
  assert.equal(await phone.shows("Marche d'exercice"), false);
  assert.deepEqual(await onDisk(phone), real);
  assert.deepEqual(phone.requestsToOtherHosts(), []);
});
