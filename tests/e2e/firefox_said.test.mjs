// What she said is what stands there, in another engine: typed, killed, tapped twice, withdrawn,
// erased, said in two tabs; and what the phone says of files and readiness is as careful.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { Origin } from "selenium-webdriver";

import { startPhone } from "./browser.mjs";
import { HERE, brokenRecords, chapter, observations, onDisk, save, startWalk, tag } from "./story.mjs";

let phone;
let walk;
let id;
before(async () => {
  phone = await startPhone({ browser: "firefox", position: HERE });
  await startWalk(phone);
  walk = await phone.run(() => location.hash.split("/")[2]);
});
after(() => phone?.close());

const kept = async (of = id) => observations(await onDisk(phone))[of];
const words = async () => (await kept())?.body.words ?? "";
const list = () => phone.open(`#/marche/${walk}`);
const panel = (slug = "") => phone.open(`#/marche/${walk}/observation/${id}${slug}`);

async function killed() {
  await phone.kill();
  await phone.start();
}

chapter("words half typed never take the place of those that were kept", async () => {
  id = await tag(phone);
  await phone.tap("Problème");
  await phone.tap("Écrire");
  await phone.type("#text-words", "lampe cassée depuis mars");
  await phone.until("the words are not on disk", async () => (await words()) === "lampe cassée depuis mars");
  await phone.tap("C'est bon");
  await phone.tap("Terminé");
  await phone.until("it is not finished on disk", async () => (await kept()).body.finished);
  const { rev } = await kept();
  for (let kills = 0; kills < 3; kills += 1) {
    await killed();
    await panel("/mots");
    await phone.until("her words are not on the screen", () => phone.run(() => document.getElementById("text-words")?.value === "lampe cassée depuis mars"));
    await sleep(2500);
    assert.equal(await words(), "lampe cassée depuis mars");
    assert.equal((await kept()).rev, rev, "nothing was said while nobody was there");
  }
});

chapter("words typed and taken back stay taken back", async () => {
  await panel("/mots");
  await phone.see("#text-words");
  await phone.run(() => {
    const field = document.getElementById("text-words");
    field.value = "";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await phone.until("they are still on disk", async () => (await words()) === "");
  await killed();
  await panel("/mots");
  await phone.see("#text-words");
  await sleep(2500);
  assert.equal(await phone.run(() => document.getElementById("text-words").value), "");
  assert.equal(await words(), "");
  await phone.tap("C'est bon");
});

chapter("a press that comes twice says it once and answers nothing", async () => {
  for (const apart of [60, 150, 300]) {
    await list();
    await phone.tap(".fab");
    await phone.tap("Propre et accueillant");
    await phone.see("css=.tile[data-code]");
    await sleep(500);
    const before = Object.keys(observations(await onDisk(phone))).length;
    const { x, y } = await phone.run(() => {
      const { left, top, width, height } = document.querySelector(".tile[data-code]").getBoundingClientRect();
      return { x: Math.round(left + width / 2), y: Math.round(top + height / 2) };
    });
    const finger = phone.driver.actions({ async: true });
    finger.move({ x, y, origin: Origin.VIEWPORT }).press().release().pause(apart).press().release();
    await finger.perform();
    await phone.see("Enregistré sur ce téléphone");
    await sleep(600);
    const after = observations(await onDisk(phone));
    assert.equal(Object.keys(after).length, before + 1, `${apart} ms`);
    const { body } = after[await phone.run(() => location.hash.split("/")[4])];
    assert.deepEqual([body.polarity, body.feeling, body.withdrawn ?? false], [undefined, undefined, false], `${apart} ms`);
  }
});

chapter("withdrawn it comes back, and so it does after a kill", async () => {
  await panel();
  await phone.tap("css=#safety button");
  await phone.see("Observation retirée");
  await phone.until("it stands on disk", async () => (await kept()).body.withdrawn);
  await killed();
  await phone.open(`#/marche/${walk}/retirees`);
  await phone.tap("css=li.two-cards a");
  await phone.tap("Remettre");
  await phone.until("it does not stand on disk", async () => !(await kept()).body.withdrawn);
});

chapter("the look is heard by the other tab, and drafts of one do not touch the other", async () => {
  await phone.open("#/reglages");
  await phone.tap("Jour");
  const first = await phone.driver.getWindowHandle();
  await phone.driver.switchTo().newWindow("tab");
  const second = await phone.driver.getWindowHandle();
  await phone.open("#/reglages");
  await phone.tap("Nuit");
  await phone.driver.switchTo().window(first);
  await phone.until("the first tab keeps its look", () => phone.run(() => document.documentElement.dataset.theme === "night"));
  // Both write to one observation: what each said stands.
  await panel("/mots");
  await phone.type("#text-words", "vu du premier");
  await phone.until("not on disk", async () => (await words()) === "vu du premier");
  await phone.tap("C'est bon");
  await phone.driver.switchTo().window(second);
  await panel();
  await phone.tap("Point fort");
  await phone.until("the answer is not on disk", async () => (await kept()).body.polarity === "positive");
  assert.equal(await words(), "vu du premier");
  await phone.driver.close();
  await phone.driver.switchTo().window(first);
});

chapter("a download is a file that may be there, and nothing more", async () => {
  await list();
  const path = await save(phone, "#notebook-html", /\.html$/);
  await phone.see("Peut-être dans Téléchargements");
  assert.match(await readFile(path, "utf8"), /vu du premier/);
  await list();
  await phone.see("ne sont dans aucun fichier", { timeout: 1 }).then(
    () => assert.fail("a file that left is counted as none"),
    () => {},
  );
  assert.ok(!(await phone.shows("Transmis")), "nobody said that it arrived");
});

chapter("what is erased is gone, from the disk and from the next file", async () => {
  await panel();
  await phone.tap("css=#safety button");
  await phone.see("Observation retirée");
  await phone.open(`#/marche/${walk}/retirees`);
  await phone.tap("css=li.two-cards a");
  await phone.tap("#erase-ask");
  await phone.tap("#erase-confirm");
  await phone.until("it is still on disk", async () => !JSON.stringify(await onDisk(phone)).includes("vu du premier"), 30_000);
  await killed();
  await list();
  await phone.see(".fab");
  const disk = await onDisk(phone);
  assert.deepEqual(brokenRecords(disk), []);
  assert.ok(!JSON.stringify(disk).includes("vu du premier"), "a draft brought it back");
  const path = await save(phone, "#notebook-html", /\.html$/);
  assert.doesNotMatch(await readFile(path, "utf8"), /vu du premier/);
});
