// A phone whose key is gone, because its browser was cleared or it came back from the repair shop, hands
// over the same walk again: what would change what it had signed is held back, said, and let in by a
// person. Everything in it is invented.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { cannot, startPhone } from "./browser.mjs";
import { chapter, onDisk, openWalk, save, startWalk, tag, takeIn } from "./story.mjs";

let phone;
let laptop;
let first;
let again;
let observation;

before(async () => {
  [phone, laptop] = [await startPhone(), await startPhone()];
  await startWalk(phone);
  observation = await tag(phone);
  await phone.tap("Terminé");
  await phone.see(".fab");
  first = await save(phone, "#notebook-zip", /\.zip$/);
  await laptop.open("atelier.html#/atelier");
  await laptop.see("Nouvelle campagne");
  await laptop.type("#campaign-title", "Une clé perdue (inventé)");
  await laptop.type("#campaign-reference", "EX-31");
  await laptop.tap("#begin-campaign");
  await laptop.see("Prendre des carnets");
  await takeIn(laptop, "#notebooks", first);
});
after(async () => {
  await phone?.close();
  await laptop?.close();
});

const revisions = async () =>
  Object.values((await onDisk(laptop)).records).filter((line) => JSON.parse(line).id === observation).length;

/** Takes the phone's keys away: from the browser's database, or from the second copy as well. */
async function loseKeys({ both }) {
  await phone.open("about:blank");
  await phone.open("rescue.html");
  const gone = await phone.run(
    async (both) => {
      // Where a browser keeps no second copy, there is nothing to take away.
      if (both) await (await navigator.storage?.getDirectory())?.removeEntry("eclaireuse", { recursive: true });
      return new Promise((done) => {
        const asked = indexedDB.deleteDatabase("eclaireuse-keys");
        asked.onsuccess = () => done("gone");
        asked.onblocked = asked.onerror = () => done("still there");
      });
    },
    both,
  );
  assert.equal(gone, "gone");
}

/** Says one more thing of the observation, and makes the notebook again. */
async function sayAndSave(answer) {
  await openWalk(phone);
  await phone.tap(`css=a[href*="${observation}"]`);
  await phone.tap(answer);
  await phone.see("Enregistré sur ce téléphone");
  await phone.tap("Terminé");
  await phone.see(".fab");
  return save(phone, "#notebook-zip", /\.zip$/);
}

chapter("a key that the browser lost comes back from the second copy: the phone is who it was", { skip: cannot({ webkit: "WebKitGTK writes no private files" }), timeout: 180_000 }, async () => {
  const before = await revisions();
  await loseKeys({ both: false });
  const shown = await takeIn(laptop, "#notebooks", await sayAndSave("Point fort"));
  assert.doesNotMatch(shown, /clé/, "nothing is held back");
  assert.ok((await revisions()) > before, "what it said is there");
});

chapter("without its key a phone changes nothing that it had signed, until a person says that it is that phone", { timeout: 180_000 }, async () => {
  const before = await revisions();
  await loseKeys({ both: true });
  again = await sayAndSave("Problème");

  const shown = await takeIn(laptop, "#notebooks", again);
  assert.match(shown, /clé/, "the preview says why something is held back");
  assert.equal(await revisions(), before, "nothing that was signed has changed");

  await laptop.upload("#notebooks", again);
  await laptop.see("#take-doubted");
  const box = await laptop.run(() => {
    const { height, width, right } = document.querySelector("#take-doubted").getBoundingClientRect();
    return { height, width, fits: right <= innerWidth };
  });
  assert.ok(box.height >= 48 && box.fits, JSON.stringify(box));
  await laptop.screenshot("doubted");
  await laptop.tap("#take-doubted");
  await laptop.until("what it said is there", async () => (await revisions()) > before);
});
