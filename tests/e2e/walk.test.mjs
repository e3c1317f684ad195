// A walk at night, without a network: what is tagged is kept, said, filtered, and taken back.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { startPhone } from "./browser.mjs";
import { HERE, brokenRecords, chapter, observations, onDisk, startWalk, tag } from "./story.mjs";

let phone;
before(async () => (phone = await startPhone()));
after(() => phone?.close());

chapter("installed, the network goes away, and a walk is made", async () => {
  await phone.geolocate(HERE);
  await phone.open();
  await phone.offlineReady();
  await phone.stopServer();
  await startWalk(phone, { stops: ["Le square", "Le passage"] });
});

chapter("three taps and it is on disk", async () => {
  const id = await tag(phone);
  const kept = observations(await onDisk(phone))[id];
  assert.equal(kept.body.category, "street_lighting");
  await phone.tap("Problème");
  await phone.tap("J'ai peur");
  await phone.tap("Qui est là");
  await phone.tap("Femmes");
  await phone.tap("Oui, on l'évite");
  await phone.tap("Trop sombre");
  await phone.tap("C'est bon");
  await phone.tap("Gravité");
  await phone.tap("Danger");
  await phone.tap("Souvent");
  await phone.tap("C'est bon");
  const said = async () => observations(await onDisk(phone))[id].body;
  await phone.until("the last answer is not on disk", async () => (await said()).frequency === "recurrent");
  const body = await said();
  assert.deepEqual(
    [body.polarity, body.feeling, body.present, body.avoided, body.reasons, body.severity],
    ["negative", 0, ["women"], true, ["poor_lighting"], 3],
  );
  assert.equal(body.observer.accuracy_dm, 60, "where she stood, to the decimetre the phone gave");
});

chapter("what is written is shown as text, whatever it is", async () => {
  const hostile = "<script>alert(1)</script><img src=x onerror=alert(2)> ظلام 🌙";
  await phone.tap("Écrire");
  // WebDriver's keyboard has no key beyond the basic plane.
  await phone.run((text) => {
    for (const id of ["text-words", "text-idea"]) {
      const field = document.getElementById(id);
      field.value = text;
      field.dispatchEvent(new Event("input", { bubbles: true }));
      field.dispatchEvent(new Event("change", { bubbles: true }));
    }
  }, hostile);
  await phone.tap("C'est bon");
  await phone.tap("Terminé, on continue");
  await phone.see("<script>alert(1)</script>");
  assert.equal(await phone.run(() => document.querySelectorAll("main script, main img").length), 0);
});

chapter("a text of a megabyte is cut, and said so", async () => {
  await tag(phone, "Propre et accueillant", "Bancs, mobilier");
  await phone.tap("Écrire");
  await phone.run(() => {
    const field = document.getElementById("text-words");
    field.value = "é".repeat(1 << 20);
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await phone.see("1000 premiers signes");
  await phone.tap("Fermer");
  await phone.tap("C'est bon");
});

chapter("another language in the middle of an observation changes no answer", async () => {
  await phone.tap("Point fort");
  const before = await onDisk(phone);
  const address = await phone.run(() => location.hash);
  await phone.open("#/reglages");
  await phone.tap("English");
  await phone.open(address);
  await phone.see("How do you feel here?");
  assert.equal(await phone.run(() => document.documentElement.lang), "en");
  assert.equal(await phone.run(() => document.querySelector("[aria-pressed=true]").textContent), "Strength");
  assert.deepEqual(await onDisk(phone), before);
  await phone.open("#/reglages");
  await phone.tap("Français");
  await phone.open(address);
  await phone.tap("Terminé, on continue");
});

chapter("withdrawn, and put back", async () => {
  await phone.see("2 observations");
  await phone.tap("Éclairage public");
  await phone.tap("Annuler");
  await phone.see("Observation retirée");
  await phone.see("1 observation");
  await phone.tap("Annuler");
  await phone.see("2 observations");
});

chapter("the list can be filtered", async () => {
  await phone.tap("Trier");
  await phone.tap("Point fort");
  await phone.gone("Éclairage public");
  await phone.see("Bancs et mobilier");
  await phone.tap("Point fort");
  await phone.see("Éclairage public");
  await phone.tap("Trier");
});

chapter("without a position everything works, and a place is found later", async () => {
  await phone.geolocate("denied");
  await phone.reload();
  await phone.see(".fab");
  const id = await tag(phone, "Agir ensemble", "Entraide");
  await phone.see("Sans lieu");
  await phone.tap("Sans lieu");
  await phone.see("Position refusée");
  await phone.tap("Coordonnées");
  await phone.type("#coordinates", "quelque part\t");
  await phone.see("Ce ne sont pas des coordonnées");
  await phone.type("#coordinates", "49.8711, 2.2940\t");
  await phone.until("the place is not on disk", async () => observations(await onDisk(phone))[id].body.thing);
  const { at, source } = observations(await onDisk(phone))[id].body.thing;
  assert.deepEqual([at, source], [[22940000, 498711000], "map"]);
  await phone.tap("Arrêt 2");
  await phone.tap("C'est bon");
  await phone.tap("Terminé");
  await phone.tap("Arrêts");
  await phone.see("Arrêt 2, Le passage");
  await phone.see("Entre les arrêts");
  await phone.tap("Liste");
});

chapter("an unfinished one is offered again after the phone died", async () => {
  await phone.geolocate(HERE);
  const id = await tag(phone, "Propre et accueillant", "Nuisibles");
  await phone.tap("Écrire");
  await phone.type("#text-words", "des rats");
  // Local storage is not flushed by a kill: what was typed becomes a revision every two seconds.
  await phone.until("it is not on disk", async () => observations(await onDisk(phone))[id].body.words);
  await phone.kill();
  await phone.start();
  await phone.open();
  await phone.see("n'est pas finie");
  const { body } = observations(await onDisk(phone))[id];
  assert.equal(body.words, "des rats", "what was being typed is there");
  await phone.tap("Continuer");
  await phone.tap("Terminé");
});

chapter("the first screen comes in night colours, without a flash", async () => {
  await phone.open("#/reglages");
  await phone.tap("Nuit");
  await phone.reload();
  const theme = await phone.run(() => document.documentElement.dataset.theme);
  assert.equal(theme, "night");
  await phone.tap("Auto");
});

chapter("everything on disk is whole, nobody else was asked, nothing was refused", async () => {
  assert.deepEqual(brokenRecords(await onDisk(phone)), []);
  assert.deepEqual(phone.requestsToOtherHosts(), []);
  const refused = (await phone.problems()).filter((problem) => /Content Security Policy|panicked/.test(problem));
  assert.deepEqual(refused, []);
});
