// Two copies of everything: the browser's database is damaged in every way that was seen, emptied,
// taken away; the second copy likewise. What one of them lost comes back from the other and is said,
// an empty list is never called a first start, and what was erased is in neither.

import assert from "node:assert/strict";
import { readFileSync, rmSync } from "node:fs";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cannot, startPhone } from "./browser.mjs";
import { OF_THE_DATABASE, OF_THE_SECOND_COPY, ofFirefox, privateFiles } from "./damages.mjs";
import { invented } from "./invented/made.mjs";
import { addPhoto, brokenRecords, observations, onDisk, openWalk, startWalk, tag } from "./story.mjs";

/** Where it is switched on, it says: Backend does not support this operation. */
const skip = cannot({ webkit: "WebKitGTK writes no private files" });

let phone;
/** What was on disk before anything was damaged. */
let kept;

before(async () => {
  if (skip) return;
  phone = await startPhone();
  // Without a position nothing is added later to what was said.
  await phone.geolocate(null);
  await phone.open();
  await phone.offlineReady();
  await startWalk(phone);
  await tag(phone);
  await addPhoto(phone, invented("with_place.jpg"));
  await openWalk(phone);
  await tag(phone, "Entendre et être entendu·e", "Isolement");
  await twice(phone);
  kept = await onDisk(phone);
  assert.deepEqual(brokenRecords(kept), []);
});
after(() => phone?.close());

/** What the second copy holds, as it stands in its files: lines by key, names of photos. */
const secondCopy = (phone) =>
  phone.run(async () => {
    try {
      const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("eclaireuse");
      let text = "";
      const journals = [];
      for await (const name of folder.keys()) if (name.startsWith("journal-")) journals.push(name);
      for (const name of journals) text += await (await (await folder.getFileHandle(name)).getFile()).text();
      const photos = [];
      for await (const name of (await folder.getDirectoryHandle("photos")).keys()) photos.push(name);
      return { text, photos, journals };
    } catch (problem) {
      return { text: "", photos: [], journals: [], problem: `${problem}` };
    }
  });

/** Waits until everything that is stored is stored twice. */
async function twice(phone) {
  await phone.until("the second copy lacks something", async () => {
    const [{ records, media }, { text, photos }] = [await onDisk(phone), await secondCopy(phone)];
    return Object.keys(records).every((key) => text.includes(` ${key}\t`)) && Object.keys(media).every((id) => photos.includes(id));
  });
}

/** Closes what is said of a loss; once the journal forgot it, it is not said again. */
async function closeLoss(phone) {
  await phone.tap('css=.message button[aria-label="Fermer"]');
  await phone.gone("de la deuxième copie");
  await phone.until("it is still to be told", async () => {
    const lines = (await secondCopy(phone)).text.split("\n").filter((line) => line.includes("own/lost"));
    return lines.length === 0 || lines.at(-1).startsWith("- ");
  });
}

for (const [name, damage] of Object.entries(OF_THE_DATABASE)) {
  test(`${name}: it comes back`, { skip, timeout: 120_000 }, async () => {
    await phone.kill();
    damage(phone.profile);
    await phone.start();
    await phone.open("LICENSES.txt");
    const before = await onDisk(phone).catch(() => ({ records: {}, media: {} }));
    const lost = Object.keys(kept.records).length - Object.keys(before.records).length;
    // Whatever the list says meanwhile is heard.
    await phone.open("#/");
    const said = [];
    await phone.until("the walk is not there", async () => {
      said.push(await phone.text());
      return (await phone.shows("css=a.row")) || (await phone.shows(".fab"));
    });
    assert.ok(!said.some((text) => text.includes("Aucune marche")), said.at(-1));
    if (lost > 0) {
      await phone.see("de la deuxième copie");
      // Whoever was not there to see it hears it the next time.
      await phone.restart();
      await phone.open("#/");
      await phone.see("de la deuxième copie");
      await closeLoss(phone);
    }
    await openWalk(phone);
    await twice(phone);
    const now = await onDisk(phone);
    assert.deepEqual(now, kept, `${lost} records were lost`);
    console.log(`  ${name}: ${lost} of ${Object.keys(kept.records).length} records lost, all back`);
  });
}

for (const [name, damage] of Object.entries(OF_THE_SECOND_COPY)) {
  test(`${name}: the second copy is made anew, nothing is asked`, { skip, timeout: 120_000 }, async () => {
    await phone.kill();
    damage(phone.profile);
    await phone.start();
    await openWalk(phone);
    await twice(phone);
    assert.deepEqual(await onDisk(phone), kept);
    assert.ok(!(await phone.shows("de la deuxième copie")), "nothing of the database was lost");
  });
}

test("all of it is read when somebody asks, and said in one sentence", { skip, timeout: 120_000 }, async () => {
  await phone.open("#/reglages");
  await phone.tap("Vérifier ce téléphone");
  await phone.see("#check");
  await phone.see(`Tout se relit : ${Object.keys(kept.records).length} enregistrements, photos : 1`);
  await phone.see("deux copies, pareilles");
  // One record is damaged under the app.
  const [key] = Object.keys(kept.records).filter((key) => kept.records[key].includes('"observation"'));
  await phone.run((key) => new Promise((resolve) => {
    indexedDB.open("eclaireuse").onsuccess = ({ target }) => {
      const transaction = target.result.transaction("records", "readwrite");
      transaction.objectStore("records").put("{", key);
      transaction.oncomplete = () => resolve(target.result.close());
    };
  }), key);
  await phone.tap("Relire encore");
  await phone.see("1 était abîmé : il est revenu de la deuxième copie");
  assert.deepEqual(await onDisk(phone), kept);
  assert.deepEqual(await phone.axe(), []);
  // Whoever gathers the phones reads that in the notebook.
  await openWalk(phone);
  const noted = ({ records }) => Object.values(records).some((line) => line.includes('"check":"two_copies 1 0 20'));
  await phone.see("Prêt à marcher sans réseau", { timeout: 20_000 });
  await phone.until("it stands in the walk", async () => noted(await onDisk(phone)), 20_000);
  await twice(phone);
  kept = await onDisk(phone);
});

test("the rescue page reads both copies", { skip, timeout: 120_000 }, async () => {
  await phone.kill();
  OF_THE_DATABASE["the folder is gone"](phone.profile);
  await phone.start();
  await phone.open("rescue.html");
  await phone.see("Le fichier est prêt");
  const counts = await phone.text("#counts");
  assert.match(counts, new RegExp(`${Object.keys(kept.records).length} enregistrements`));
  assert.match(counts, /1 photo/);
  await openWalk(phone);
  await phone.see("de la deuxième copie");
});

test("the browser lost both copies and says so: it is told at every start until it is closed", { skip, timeout: 120_000 }, async () => {
  const other = await startPhone();
  const said = "Le navigateur dit avoir perdu";
  try {
    await startWalk(other);
    await tag(other);
    await twice(other);
    await other.kill();
    OF_THE_DATABASE["the manifest is scribbled over"](other.profile);
    for (const file of privateFiles(other.profile)) rmSync(file);
    // The start that heard it from the browser is killed before it can say anything.
    await other.start();
    await other.open("#/");
    await other.until("the database is not made", async () => (await onDisk(other).catch(() => null)) !== null);
    await other.kill();
    await other.start();
    await other.open("#/");
    await other.see(said, { timeout: 20_000 });
    await other.restart();
    await other.open("#/");
    await other.see(said, { timeout: 20_000 });
    await other.tap('css=.message button[aria-label="Fermer"]');
    await sleep(1000);
    await other.restart();
    await other.open("#/");
    await other.see("Nouvelle marche");
    await sleep(3000);
    assert.ok(!(await other.shows(said)));
  } finally {
    await other.close();
  }
});

test("the database is cleared while the page is open: the next answer brings all of it back", { skip, timeout: 120_000 }, async () => {
  await openWalk(phone);
  await phone.clear("indexeddb");
  await tag(phone);
  await phone.see("de la deuxième copie");
  await openWalk(phone);
  const now = await onDisk(phone);
  for (const [key, line] of Object.entries(kept.records)) assert.equal(now.records[key], line, key);
  assert.equal(Object.keys(observations(now)).length, 3);
  kept = now;
});

test("both copies are cleared while the page is open: it asks, and keeps what it shows", { skip, timeout: 120_000 }, async () => {
  await openWalk(phone);
  await phone.clear("indexeddb", "file_systems");
  // What the page put back from the second copy in between goes, too.
  await sleep(500);
  await phone.clear("indexeddb", "file_systems");
  await sleep(500);
  await phone.tap(".fab");
  await phone.tap("Voir et être vu·e");
  await phone.tap("Éclairage public");
  await phone.see("viennent d’être effacées", { timeout: 20_000 });
  assert.ok(!(await phone.shows("Enregistré sur ce téléphone")), "nothing is called saved that is not");
  await phone.tap("Garder la marche");
  await phone.gone("viennent d’être effacées");
  await phone.see("Enregistré sur ce téléphone");
  await phone.until("not all is on disk", async () => Object.keys(observations(await onDisk(phone))).length === 4);
  await twice(phone);
  await phone.restart();
  await openWalk(phone);
  assert.equal(Object.keys(observations(await onDisk(phone))).length, 4);
});

test("what is wiped is in neither copy, whatever is killed afterwards", { skip, timeout: 120_000 }, async () => {
  await openWalk(phone);
  const walk = await phone.run(() => location.hash.split("/")[2]);
  await phone.tap("Transmettre");
  await phone.tap("#wipe-ask");
  await phone.tap("#wipe-confirm");
  await phone.see("Aucune marche", { timeout: 30_000 });
  const { text, photos } = await secondCopy(phone);
  assert.ok(!text.includes(walk), "the journal no longer names it");
  assert.deepEqual(photos, []);
  await phone.restart();
  await phone.open("#/");
  await phone.see("Aucune marche");
  assert.deepEqual(await onDisk(phone), { records: {}, media: {} });
  const left = privateFiles(phone.profile).filter((path) => readFileSync(path).includes(walk));
  assert.equal(left.length, 0);
});

test("Firefox keeps two copies, too", { timeout: 180_000 }, async () => {
  const fox = await startPhone({ browser: "firefox" });
  try {
    await startWalk(fox);
    await tag(fox);
    await twice(fox);
    const before = await onDisk(fox);
    await fox.kill();
    rmSync(ofFirefox(fox.profile, "idb"), { recursive: true });
    await fox.start();
    await openWalk(fox);
    await fox.see("de la deuxième copie");
    assert.deepEqual(await onDisk(fox), before);
  } finally {
    await fox.close();
  }
});
