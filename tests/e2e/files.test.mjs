// Files: photos in, notebooks out and in again, the planner's layers, and everything that can be
// wrong with them.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";

import { cannot, startPhone } from "./browser.mjs";
import { invented } from "./invented/made.mjs";
import { HERE, addPhoto, brokenRecords, chapter, observations, onDisk, openWalk, save, startWalk, tag, takeForeseen } from "./story.mjs";

let phone;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-files-"));
  phone = await startPhone();
  await phone.geolocate(HERE);
  await startWalk(phone);
});
after(async () => {
  await phone?.close();
  await rm(folder, { recursive: true, force: true });
});

/** A picture made by the browser itself: red on the left, blue on the right. */
async function picture(name, width, height, type = "image/jpeg") {
  const base64 = await phone.run(
    async (width, height, type) => {
      const canvas = new OffscreenCanvas(width, height);
      const context = canvas.getContext("2d");
      context.fillStyle = "#c33";
      context.fillRect(0, 0, width, height);
      context.fillStyle = "#33c";
      context.fillRect(width / 2, 0, width / 2, height);
      const bytes = new Uint8Array(await (await canvas.convertToBlob({ type })).arrayBuffer());
      let text = "";
      for (let at = 0; at < bytes.length; at += 8192) text += String.fromCharCode(...bytes.subarray(at, at + 8192));
      return btoa(text);
    },
    width,
    height,
    type,
  );
  const path = join(folder, name);
  await writeFile(path, Buffer.from(base64, "base64"));
  return path;
}

const photosOnDisk = async () =>
  Object.values((await onDisk(phone)).records)
    .map((line) => JSON.parse(line))
    .filter(({ kind }) => kind === "photo")
    .map(({ body }) => body);

// The first is a panorama, which keeps as many pixels as an ordinary picture.
chapter("two photos called image.jpg are two photos, scaled and covered", async () => {
  await tag(phone);
  await addPhoto(phone, await picture("image.jpg", 4000, 1000));
  await phone.tap("Photo");
  await phone.upload("#picture", await picture("image.jpg", 900, 600));
  await phone.see("#sketch");
  await phone.tap("Ajouter un bloc");
  await phone.tap("#save-photo");
  await phone.until("two photos are not shown", async () => (await phone.run(() => document.querySelectorAll(".photos img").length)) === 2);
  const kept = await photosOnDisk();
  assert.deepEqual(kept.map(({ pixels, blocks }) => [pixels, blocks]), [[[2771, 693], 0], [[900, 600], 1]]);
  assert.notEqual(kept[0].sha256, kept[1].sha256);
});

chapter("the camera's metadata is gone, and the picture stands upright", async () => {
  const withPlace = invented("with_place.jpg");
  const turned = invented("turned.jpg");
  await addPhoto(phone, withPlace);
  await addPhoto(phone, turned);
  const [one, two] = (await photosOnDisk()).slice(-2);
  assert.ok(two.pixels[1] > two.pixels[0], "upright");
  for (const { sha256 } of [one, two]) {
    const head = await phone.run(async (name) => {
      const done = (request) => new Promise((resolve) => (request.onsuccess = () => resolve(request.result)));
      const database = await done(indexedDB.open("eclaireuse"));
      const { bytes } = await done(database.transaction("media").objectStore("media").get(name));
      database.close();
      return String.fromCharCode(...bytes.subarray(0, 4096));
    }, sha256);
    assert.ok(head.startsWith("\xff\xd8"));
    assert.ok(!/Exif|http:\/\/ns\.adobe|GPS/.test(head), "no metadata");
  }
});

chapter("what is not a picture is said to be so, and nothing is lost", async () => {
  const before = Object.keys((await onDisk(phone)).media).length;
  for (const [name, bytes, words] of [
    ["note.jpg", Buffer.from("not a picture"), "n'est pas une image"],
    ["IMG_0001.HEIC", Buffer.from("\x00\x00\x00\x18ftypheic\x00\x00\x00\x00heicmif1", "latin1"), "HEIC"],
  ]) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    await phone.tap("Photo");
    await phone.upload("#picture", path);
    await phone.see(words);
    await phone.tap("Fermer");
    await phone.tap("Retour");
    await phone.see("Enregistré sur ce téléphone");
  }
  assert.equal(Object.keys((await onDisk(phone)).media).length, before);
});

chapter("a page that dies behind the camera finds the observation again and says so", async () => {
  await phone.tap("Photo");
  await phone.see("Choisir une image");
  await phone.run(() => {
    const input = document.getElementById("picture");
    // A headless browser closes the picker at once, which is an answer; a phone keeps it open.
    input.addEventListener("click", (event) => event.preventDefault());
    input.click();
  });
  await phone.reload();
  await phone.see("La photo en cours n'est pas revenue");
  await phone.tap("Fermer");
  await openWalk(phone);
});

chapter("a place by hand, one without any, and the layers open in GDAL", async () => {
  await phone.geolocate(null);
  await phone.reload();
  await openWalk(phone);
  await tag(phone, "Agir ensemble", "Médiation");
  await phone.tap("Terminé");
  await phone.tap("Transmettre");
  await phone.see("pas sur la carte : n° 2");
  const zip = await save(phone, "#make-layers", /couches\.zip$/);
  const said = execFileSync("ogrinfo", ["-so", "-al", `/vsizip/${zip}/observations.geojson`], { encoding: "utf8" });
  assert.match(said, /Feature Count: 1\n/);
  assert.match(said, /Geometry: Point/);
  const csv = execFileSync("unzip", ["-p", zip, "observations.csv"], { encoding: "utf8" });
  assert.equal(csv.trim().split("\r\n").length, 3, "two rows and the names");
  const names = execFileSync("unzip", ["-Z1", zip], { encoding: "utf8" }).trim().split("\n");
  for (const name of ["LISEZMOI.txt", "dictionnaire.csv", "schema/observations.schema.json", "photos/obs-0001-1.jpg"]) {
    assert.ok(names.includes(name), name);
  }
});

chapter("export, wipe, import: the same notebook, byte for byte, twice", async () => {
  for (const [button, pattern] of [["#notebook-html", /\.html$/], ["#notebook-zip", /\d\.zip$/]]) {
    await openWalk(phone);
    // What is handed over is signed, which is kept like what it is about.
    const file = await save(phone, button, pattern);
    const before = await onDisk(phone);
    // The browser was asked to save it: more is not known before somebody looks.
    await phone.see("Peut-être dans Téléchargements");
    await phone.tap("Je ne le vois pas");
    await phone.see("Ouvrez la liste des téléchargements");
    await phone.tap("#wipe-ask");
    await phone.see("dans aucun fichier que vous avez vu");
    await phone.see("#wipe-files");
    await phone.tap("Je le vois");
    await phone.see("Tout est dans un fichier que vous voyez");
    await phone.see("La médiatrice n’a pas encore répondu");
    await phone.tap("#wipe-confirm");
    await phone.see("Aucune marche");
    assert.deepEqual(await onDisk(phone), { records: {}, media: {} });
    await phone.upload("#import", file);
    await phone.see("#foreseen");
    assert.deepEqual(await onDisk(phone), { records: {}, media: {} }, "nothing before the tap");
    await takeForeseen(phone);
    await phone.see("Carnet lu et ajouté");
    assert.deepEqual(await onDisk(phone), before);
    await phone.upload("#import", file);
    await takeForeseen(phone);
    await phone.see("Tout était déjà là");
    assert.deepEqual(await onDisk(phone), before);
  }
});

chapter("a truncated, an altered and a foreign file change nothing that is there", async () => {
  await openWalk(phone);
  const file = await save(phone, "#notebook-zip", /\d\.zip$/);
  const whole = await readFile(file);
  const before = await onDisk(phone);
  const bent = Buffer.from(whole);
  bent[Math.floor(bent.length * 0.6)] ^= 0xff;
  for (const [name, bytes, words] of [
    ["cut.zip", whole.subarray(0, Math.floor(whole.length * 0.7)), "incomplet"],
    ["bent.zip", bent, "photo"],
    ["photo.zip", Buffer.from("\xff\xd8\xff\xe0JFIF", "latin1"), "n'est pas un carnet"],
  ]) {
    const path = join(folder, name);
    await writeFile(path, bytes);
    await phone.open("#/");
    await phone.upload("#import", path);
    await phone.see(words, { timeout: 20_000 });
    assert.deepEqual(await onDisk(phone), before, name);
    if (await phone.shows("#foreseen")) await phone.tap("#leave-foreseen");
    assert.deepEqual(await onDisk(phone), before, name);
  }
});

chapter("the rescue page makes a notebook without the app, and the app reads it back", async () => {
  const before = await onDisk(phone);
  await phone.open("rescue.html");
  await phone.see("Le fichier est prêt");
  await phone.tap("#save");
  const file = await phone.waitForDownload(/sauvetage.*\.html$/);
  await openWalk(phone);
  await phone.tap("Transmettre");
  await phone.tap("#wipe-ask");
  await phone.tap("#wipe-confirm");
  await phone.see("Aucune marche");
  await phone.upload("#import", file);
  await takeForeseen(phone);
  await phone.see("Carnet lu et ajouté");
  assert.deepEqual(await onDisk(phone), before);
});

chapter("a panic says that what was saved is safe, and leads to the rescue page", async () => {
  await phone.open("#/");
  await phone.see("Nouvelle marche");
  // What the app is drawn with breaks under it.
  await phone.run(() => {
    document.createElement = () => {
      throw new Error("no more elements");
    };
    document.createTextNode = document.createElement;
    location.hash = "#/reglages";
  });
  await phone.see("L'application s'est arrêtée");
  await phone.see("Ce qui était enregistré est toujours sur ce téléphone");
  await phone.tap("Sauver mes observations");
  await phone.see("Le fichier est prêt");
});

/** WebKit then says: Failed to OpenBackingStore in database because not enough space for domain. Firefox's
 *  limit counts the files, and a file has room inside. */
const full = {
  skip: cannot({
    firefox: "Firefox leaves room in the database when there is none beside it",
    webkit: "WebKit opens no database where there is no room, not even to read",
  }),
};
chapter("when there is no room left it says so, and the export still has everything", full, async () => {
  await phone.geolocate(HERE);
  await openWalk(phone);
  const before = observations(await onDisk(phone));
  // The browser remembers for a while how much room there was.
  await phone.kill();
  await phone.start();
  await phone.quota(1);
  await openWalk(phone);
  await phone.tap(".fab");
  await phone.tap("Voir et être vu·e");
  await phone.tap("Éclairage public");
  await phone.see("plus de place");
  await phone.see("Pas encore enregistré");
  await phone.tap("Terminé");
  await phone.tap("Transmettre");
  const file = await save(phone, "#notebook-html", /\.html$/);
  const page = await readFile(file, "utf8");
  const kept = Object.keys(before);
  const ids = new Set([...page.matchAll(/"kind":"observation","id":"([^"]+)"/g)].map(([, id]) => id));
  assert.equal(ids.size, kept.length + 1, "the one that storage refused is in the file");
  await phone.quota();
  // It also remembers for a while that there was none.
  await phone.until(
    "it cannot be saved",
    async () => {
      if (!(await phone.shows("plus de place"))) return true;
      await phone.tap("Réessayer");
      await new Promise((done) => setTimeout(done, 500));
      return !(await phone.shows("plus de place"));
    },
    60_000,
  );
  assert.equal(Object.keys(observations(await onDisk(phone))).length, kept.length + 1);
  assert.deepEqual(brokenRecords(await onDisk(phone)), []);
});

chapter("when the browser refuses storage it says so, and what is on the screen can leave", async () => {
  const other = await startPhone();
  try {
    await other.preload(`IDBFactory.prototype.open = () => { throw new DOMException("not allowed here", "SecurityError"); };`);
    await other.open();
    await other.see("Le navigateur refuse d'enregistrer");
    // It begins on the same page, without a sheet: nothing would outlive the way to another one.
    await other.tap("Nouvelle marche");
    await other.tap("Nous l'avons entendu");
    await other.tap(".fab");
    await other.tap("Voir et être vu·e");
    await other.tap("Éclairage public");
    await other.see("Pas encore enregistré");
    await other.tap("Terminé");
    const file = await save(other, "#notebook-html", /\.html$/);
    assert.match(await readFile(file, "utf8"), /"category":"street_lighting"/);
  } finally {
    await other.close();
  }
});

chapter("nobody else was asked for anything", () => {
  assert.deepEqual(phone.requestsToOtherHosts(), []);
});
