// A hand on the shoulder: one tap puts a clock in place of everything, and nothing of what was typed is
// lost. And what is erased is gone from the phone and from every file it makes.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before } from "node:test";

import { startPhone } from "./browser.mjs";
import { HERE, chapter, onDisk, save, startWalk, tag } from "./story.mjs";

const SECRET = "derrière la boulangerie Zarifian";

let phone;
let walk;
before(async () => {
  phone = await startPhone();
  await phone.geolocate(HERE);
  await startWalk(phone);
  walk = await phone.run(() => location.hash.split("/")[2]);
});
after(() => phone?.close());

const press = (key) => phone.driver.actions().sendKeys(key).perform();
const ESCAPE = "\uE00C";
const ENTER = "\uE007";

/** What eyes, screen readers and the tab's title give away. */
const seen = () =>
  phone.run(() => ({
    title: document.title,
    text: document.body.innerText,
    reachable: [...document.querySelectorAll("a[href], button, input, textarea, [tabindex]")].filter(
      (element) => element.checkVisibility({ visibilityProperty: true }) && !element.closest("[inert]"),
    ).length,
  }));

async function assertCovered() {
  await phone.see("#clock");
  const { title, text, reachable } = await seen();
  assert.equal(title, "Horloge");
  assert.match(text.trim(), /^\d\d:\d\d\s+\p{L}+ \d+ \p{L}+$/u);
  assert.equal(reachable, 1, "only the time");
  assert.equal(await phone.run(() => document.activeElement?.closest("#clock") !== null), true);
}

async function uncover() {
  for (let taps = 0; taps < 3; taps += 1) await phone.tap("#clock button");
  await phone.gone("#clock");
}

chapter("one tap covers everything, and what was typed is still there", async () => {
  await tag(phone);
  await phone.tap("Écrire");
  await phone.type("#text-words", SECRET);
  await phone.tap("#hide button");
  await assertCovered();
  assert.deepEqual(await phone.axe(), []);
  await uncover();
  assert.equal(await phone.run(() => document.getElementById("text-words").value), SECRET);
  assert.equal(await phone.run(() => document.title), "Éclaireuse");
  await phone.tap("C'est bon");
  await phone.until("the words are not on disk", async () => JSON.stringify(await onDisk(phone)).includes("Zarifian"));
});

chapter("two taps, or three slow ones, do not uncover; a keyboard does both", async () => {
  await press(ESCAPE);
  assert.equal(await phone.shows("#clock"), false, "once may be for something else");
  await phone.run(() => new Promise((resolve) => setTimeout(resolve, 1100)));
  await press(ESCAPE);
  await press(ESCAPE);
  await assertCovered();
  for (let taps = 0; taps < 3; taps += 1) {
    await phone.tap("#clock button");
    await phone.run(() => new Promise((resolve) => setTimeout(resolve, 1100)));
  }
  await assertCovered();
  await phone.run(() => new Promise((resolve) => setTimeout(resolve, 2100)));
  for (let presses = 0; presses < 3; presses += 1) await press(ENTER);
  await phone.gone("#clock");
});

chapter("left covered, every page opens covered, also without the network", async () => {
  await phone.offlineReady();
  await phone.tap("#hide button");
  await assertCovered();
  await phone.stopServer();
  for (const page of ["", `rejoindre.html#/marche/${walk}/recu`, `terrain.html#/marche/${walk}/carte`, "preparation.html", "atelier.html#/atelier"]) {
    await phone.open(page);
    await assertCovered();
  }
  await phone.startServer();
  await phone.open(`#/marche/${walk}`);
  await assertCovered();
  await uncover();
  await phone.see(".fab");
});

chapter("the way back is covered, whether or not the browser had kept the page", async () => {
  await phone.open("#/");
  await phone.see("css=h1");
  await phone.open("preparation.html");
  await phone.see("css=h1");
  await phone.tap("#hide button");
  await assertCovered();
  await phone.driver.navigate().back();
  await assertCovered();
  await uncover();
  await phone.open(`#/marche/${walk}`);
  await phone.see(".fab");
});

chapter("nothing of the app is drawn before the clock", async () => {
  await phone.tap("#hide button");
  await assertCovered();
  // Without boot.js the page stays empty: the cover does not wait for it.
  const enough = await phone.preload(`new MutationObserver((_, seen) => {
    const app = document.getElementById("app");
    if (!app) return;
    window.firstLook = [document.title, getComputedStyle(app).visibility];
    seen.disconnect();
  }).observe(document, { childList: true, subtree: true });`);
  await phone.reload();
  await assertCovered();
  assert.deepEqual(await phone.run(() => window.firstLook), ["Horloge", "hidden"]);
  await enough();
  await uncover();
});

chapter("the ring stands beside every other control", async () => {
  for (const address of ["#/", `#/marche/${walk}`, `#/marche/${walk}/transmettre`, "#/reglages", `terrain.html#/marche/${walk}/carte`, `preparation.html#/marche/${walk}/fiche`, "atelier.html#/atelier"]) {
    await phone.open(address);
    await phone.see("css=h1");
    const covered = await phone.run(() => {
      const ring = document.querySelector("#hide button").getBoundingClientRect();
      return [...document.querySelectorAll("a[href], button, input, textarea, summary")]
        .filter((element) => !element.closest("#hide") && element.checkVisibility())
        .filter((element) => {
          const box = element.getBoundingClientRect();
          return box.left < ring.right && box.right > ring.left && box.top < ring.bottom && box.bottom > ring.top;
        })
        .map((element) => element.outerHTML.slice(0, 80));
    });
    assert.deepEqual(covered, [], address);
  }
});

chapter("withdrawn it comes back; erased it is gone, and no file holds it", async () => {
  await phone.open(`#/marche/${walk}`);
  await phone.tap("css=a.row");
  await phone.tap("css=#safety button");
  await phone.see(".fab");
  await phone.tap("Retirées");
  await phone.tap("css=li.two-cards a");
  await phone.tap("Remettre");
  await phone.see("Enregistré sur ce téléphone");
  await phone.tap("css=#safety button");
  await phone.tap("Retirées");
  await phone.tap("css=li.two-cards a");
  await phone.tap("#erase-ask");
  await phone.see("Cela ne s'annule pas");
  await phone.tap("#erase-confirm");
  await phone.see("Aucune observation retirée");
  await phone.until("it is still on disk", async () => !JSON.stringify(await onDisk(phone)).includes("Zarifian"), 30_000);
  assert.match(JSON.stringify(await onDisk(phone)), /erased/);
  const kept = await phone.run(() => Object.entries(localStorage).flat().join(" "));
  assert.doesNotMatch(kept, /Zarifian/);
  await phone.open(`#/marche/${walk}`);
  const html = await save(phone, "#notebook-html", /\.html$/);
  assert.doesNotMatch(await readFile(html, "utf8"), /Zarifian/);
});
