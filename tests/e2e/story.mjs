// What the stories have in common: making a walk, the three taps, looking at what is on disk.

import { createHash } from "node:crypto";
import { readFileSync, writeFileSync } from "node:fs";
import { readdir, rm } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";

import { invented } from "./invented/made.mjs";

/** Pierre Rollin, about. */
export const HERE = { lat: 49.8709, lon: 2.2935, accuracy: 6 };

/** The same JPEG with nothing but the picture in it, in a folder: others are not taken in. */
export function barePicture(folder, name) {
  const bytes = readFileSync(invented(name));
  const kept = [bytes.subarray(0, 2)];
  let at = 2;
  while (bytes[at] === 0xff && bytes[at + 1] !== 0xda) {
    const end = at + 2 + bytes.readUInt16BE(at + 2);
    const says = (bytes[at + 1] >= 0xe0 && bytes[at + 1] <= 0xef) || bytes[at + 1] === 0xfe;
    if (!says) kept.push(bytes.subarray(at, end));
    at = end;
  }
  kept.push(bytes.subarray(at, bytes.lastIndexOf(Buffer.from([0xff, 0xd9])) + 2));
  const into = join(folder, "picture.jpg");
  writeFileSync(into, Buffer.concat(kept));
  return into;
}

/** Opens the app and creates a walk; ends on its empty list. */
export async function startWalk(phone, { stops = [] } = {}) {
  await phone.open();
  await phone.tap("Nouvelle marche");
  await phone.see("Créer la marche");
  if (stops.length) {
    await phone.tap("Arrêts prévus");
    for (const [index, name] of stops.entries()) {
      await phone.tap("Ajouter un arrêt");
      await phone.until("no field for the stop", async () => (await phone.run(() => document.querySelectorAll(".stop-edit").length)) > index);
      await phone.type(`css=.stop-edit:nth-child(${index + 1}) input`, name);
    }
  }
  await phone.tap("Créer la marche");
  await phone.tap("Nous l'avons entendu");
  await phone.see(".fab");
  // The sheet and the notice: nothing on the screen says when they are safe, so look.
  await phone.until("the walk is not on disk", async () => Object.keys((await onDisk(phone)).records).length >= 2);
}

/** Opens the newest walk from the list of walks. */
export async function openWalk(phone) {
  await phone.open("#/");
  // A fresh start goes on where the walk is. What is seen must belong to the address: an older
  // screen may still stand there.
  const address = () => phone.run(() => location.hash || "#/");
  await phone.until("no walk", async () =>
    (await address()) === "#/" ? phone.shows("css=a.row") : phone.shows(".fab"));
  if ((await address()) === "#/") await phone.tap("css=a.row");
  await phone.see(".fab");
}

/** The three taps; waits until it says that it is saved, and gives the observation's id. */
export async function tag(phone, principle = "Voir et être vu·e", category = "Éclairage public") {
  await phone.tap(".fab");
  await phone.tap(principle);
  await phone.tap(category);
  await phone.see("Enregistré sur ce téléphone");
  return phone.run(() => location.hash.split("/")[4]);
}

/** Tags as fast as a hand could, in the page; gives what said that it is saved. */
export function tagOnce(which) {
  const until = (look) =>
    new Promise((resolve, reject) => {
      const start = performance.now();
      const again = () => {
        const found = look();
        if (found) resolve(found);
        else if (performance.now() - start > 8000) reject(new Error(`nothing came: ${look}`));
        else setTimeout(again, 4);
      };
      again();
    });
  return (async () => {
    (await until(() => document.querySelector(".fab"))).click();
    const tiles = await until(() => {
      const tiles = document.querySelectorAll(".tile.large");
      return tiles.length === 6 && tiles;
    });
    tiles[which % 6].click();
    const categories = await until(() => {
      const tiles = document.querySelectorAll(".tile[data-code]");
      return tiles.length && tiles;
    });
    categories[which % categories.length].click();
    const saved = () => document.querySelector("#safety[data-saved=true]");
    await until(() => location.hash.includes("/observation/") && saved());
    const id = location.hash.split("/")[4];
    const said = { id, answers: 0 };
    for (const answer of [...document.querySelectorAll(".question .answer")].slice(0, which % 4)) {
      answer.click();
      // What stands there until the screen is drawn anew was said of the answer before.
      await new Promise((drawn) => setTimeout(drawn));
      await until(saved);
      said.answers += 1;
    }
    [...document.querySelectorAll(".last .button")].at(-1).click();
    return said;
  })();
}

/** Says one more thing and withdraws it, so that the place of what was withdrawn holds something. */
export async function withdrawOne(phone) {
  await tag(phone, "Agir ensemble", "Entraide");
  await phone.tap("Annuler");
  await phone.see("Observation retirée");
}

/** Adds a photo from a file to the observation that is open. */
export async function addPhoto(phone, path) {
  const before = await phone.run(() => document.querySelectorAll(".photos img").length);
  await phone.tap("Photo");
  await phone.upload("#picture", path);
  await phone.see("#sketch");
  await phone.tap("#save-photo");
  await phone.until("the photo is not shown", async () => (await phone.run(() => document.querySelectorAll(".photos img").length)) > before);
  await phone.see("Enregistré sur ce téléphone");
}

/** Chooses files to be taken in, waits for what that would do, and takes them; gives what was shown. */
export async function takeIn(phone, css, files, { timeout = 60_000 } = {}) {
  await phone.run(() => document.querySelector("#taken-in")?.setAttribute("data-old", ""));
  await phone.upload(css, ...[files].flat());
  const shown = await takeForeseen(phone, { timeout });
  await phone.until("not taken in", () => phone.run(() => document.querySelector("#taken-in:not([data-old])") !== null || document.querySelector("#joined") !== null), timeout);
  return shown;
}

/** Reads what files or a link would do, and says yes. */
export async function takeForeseen(phone, { timeout = 60_000 } = {}) {
  await phone.see("#foreseen", { timeout });
  const shown = await phone.text("#foreseen");
  await phone.tap("#take-foreseen");
  return shown;
}

/** The first question of the room where files leave, which is open. */
export async function firstQuestion(laptop) {
  await laptop.see("#layers-question");
  await laptop.until("the first question", async () => {
    if (await laptop.shows("#for-public")) return true;
    await laptop.tap("#layers-back");
    return false;
  });
}

/** From the first question to the last: each text that may name somebody is looked at and let go. */
export async function settle(laptop) {
  await laptop.tap("#layers-next");
  await laptop.tap("#settle-words");
  await laptop.see("#words-left");
  while (await laptop.shows("#word-fine")) {
    const words = await laptop.text("#waiting-words");
    await laptop.tap("#word-fine");
    await laptop.until("the next text", async () => !(await laptop.shows("#waiting-words")) || (await laptop.text("#waiting-words")) !== words);
  }
  await laptop.see("Tous les mots qui partent sont regardés");
  await laptop.tap("#layers-back");
  await laptop.see("#settle-words");
  await laptop.tap("#layers-next");
  await laptop.see("#leaves-counts");
  await laptop.tap("#layers-next");
  await laptop.see("#make-bundle", { timeout: 60_000 });
}

/** Everything on disk: record lines by key, and the SHA-256 of each photo's bytes by name. */
export async function onDisk(phone) {
  const { records, media } = await phone.run(async () => {
    const done = (request) =>
      new Promise((resolve, reject) => {
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(request.error);
      });
    // Opening a database that is not there would make an empty one in the app's place.
    if (!(await indexedDB.databases()).some(({ name }) => name === "eclaireuse")) return { records: [], media: [] };
    const database = await done(indexedDB.open("eclaireuse"));
    const all = async (name, shape) => {
      // In one transaction: what is put back meanwhile would shift one against the other.
      const store = database.transaction(name).objectStore(name);
      const [keys, values] = await Promise.all([done(store.getAllKeys()), done(store.getAll())]);
      return keys.map((key, index) => [key, shape(values[index])]);
    };
    const hex = (bytes) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
    const records = await all("records", (line) => line);
    const media = await all("media", (value) => hex(value.bytes));
    database.close();
    return { records, media };
  });
  const sha256 = (data) => createHash("sha256").update(data).digest("hex");
  return {
    // Which number the phone has on a walk stands there too, and is nobody's record.
    records: Object.fromEntries(records.filter(([key]) => !key.startsWith("own/"))),
    media: Object.fromEntries(media.map(([name, hex]) => [name, sha256(Buffer.from(hex, "hex"))])),
  };
}

/** Complains when a record on disk is not whole: its name carries the digest of its line. */
export function brokenRecords({ records, media }) {
  const sha256 = (data) => createHash("sha256").update(data).digest("hex");
  const broken = Object.entries(records).filter(([key, line]) => !key.endsWith(`/${sha256(line).slice(0, 16)}`));
  const wanted = Object.values(records).map((line) => JSON.parse(line)).filter(({ kind }) => kind === "photo");
  const lost = wanted.filter(({ body }) => media[body.sha256] !== body.sha256);
  return [...broken.map(([key]) => key), ...lost.map(({ id }) => id)];
}

/** The newest revision of each observation on disk, by id. */
export function observations({ records }) {
  const newest = {};
  for (const line of Object.values(records)) {
    const record = JSON.parse(line);
    if (record.kind === "observation" && !(newest[record.id]?.rev > record.rev)) newest[record.id] = record;
  }
  return newest;
}

/** Opens the page of files, makes one, saves it, and gives its path. */
export async function save(phone, button, pattern) {
  await phone.tap("Transmettre");
  await phone.tap(button);
  await phone.until("the file is not ready", async () => pattern.test(await phone.run(() => document.querySelector(".file-name")?.textContent ?? "")), 60_000);
  // A file of the same minute has the same name: only a new one counts.
  for (const name of await readdir(phone.downloads)) {
    if (pattern.test(name)) await rm(join(phone.downloads, name));
  }
  await phone.tap("Enregistrer le fichier");
  return phone.waitForDownload(pattern);
}

/** Puts files into a walk's preparation: { perimeter, lamps, basemap, route } are paths. */
export async function prepare(phone, walk, { perimeter, name, lamps, basemap, route }) {
  const step = (slug) => phone.open(`preparation.html#/marche/${walk}/preparer/${slug}`);
  await step("terrain");
  await phone.see("Périmètre du quartier");
  if (perimeter) {
    await phone.upload("#perimeter-file", perimeter);
    await phone.see("#names li");
    await phone.tap(name);
    await phone.tap("#keep-part");
    await phone.see("#perimeter-now");
  }
  if (lamps) {
    await phone.upload("#points-file", lamps);
    await phone.see("#keep-part");
    await phone.tap("#keep-part");
    await phone.see("#layers-now li");
  }
  if (basemap) {
    await phone.upload("#basemap-file", basemap);
    await phone.see("#attribution");
    if (!(await phone.run(() => document.querySelector("#attribution").value))) {
      await phone.type("#attribution", "Fond inventé pour les essais");
    }
    await phone.tap("#keep-part");
    await phone.see("#basemap-now");
  }
  if (route) {
    await step("parcours");
    await phone.see("#route-length");
    await phone.upload("#route-file", route);
    await phone.see("#route-found");
    await phone.tap("Prendre aussi les points nommés");
    await phone.until("the route", async () => / points$/.test(await phone.text("#route-length")));
    await phone.see("Gardé sur cet appareil");
  }
}

/** Opens the map of a walk and waits until it, or the plan, is drawn. */
export async function openMap(phone, walk) {
  await phone.open(`terrain.html#/marche/${walk}/carte`);
  await phone.until("neither map nor plan", () =>
    phone.run(() => document.querySelector("#surface-plan svg") !== null || document.querySelector("#surface-map canvas") !== null),
  );
}

/** Where a place is on the plan, in CSS pixels of the window: the mark of an overlay, by its id or the first. */
export function markAt(phone, overlay, id) {
  return phone.until(`no ${overlay} on the plan`, () =>
    phone.run(
      (overlay, id) => {
        const marks = [...document.querySelectorAll(`#surface-plan g[data-overlay="${overlay}"]`)];
        const mark = id === null ? marks[0] : marks.find((each) => each.dataset.id === id);
        if (!mark) return null;
        const { left, top, width, height } = mark.getBoundingClientRect();
        return { x: left + width / 2, y: top + height / 2, id: mark.dataset.id };
      },
      overlay,
      id ?? null,
    ),
  );
}

/** The chapter of this file in which something went wrong. */
let broken;

/**
 * A chapter of the story that a file tells: each goes on where the one before it ended. When one goes
 * wrong, those after it cannot be told; they say so and are passed over, and only that one is red.
 */
export function chapter(name, options, tell) {
  const [given, told] = typeof options === "function" ? [{}, options] : [options, tell];
  return test(name, given, async (t) => {
    if (broken) return t.skip(`not reached: « ${broken} » went wrong`);
    // A chapter that takes too long is left alone: it must not go on under the next one.
    let ended = false;
    t.signal.addEventListener("abort", () => {
      if (!ended) broken ??= name;
    });
    try {
      return await told(t);
    } catch (error) {
      broken ??= name;
      throw error;
    } finally {
      ended = true;
    }
  });
}

/** Every page of a walk by a name, and its address. */
export const pagesOf = (walk, observation) => ({
  home: "#/",
  "new-walk": "preparation.html#/nouvelle",
  settings: "#/reglages",
  check: "terrain.html#/verifier",
  sheet: `preparation.html#/marche/${walk}/fiche`,
  "prepare-line": `preparation.html#/marche/${walk}/preparer/parcours`,
  "prepare-ground": `preparation.html#/marche/${walk}/preparer/terrain`,
  "prepare-grid": `preparation.html#/marche/${walk}/preparer/grille`,
  "prepare-kit": `preparation.html#/marche/${walk}/preparer/partage`,
  "prepare-print": `preparation.html#/marche/${walk}/preparer/feuille`,
  notice: `#/marche/${walk}/notice`,
  list: `#/marche/${walk}`,
  withdrawn: `#/marche/${walk}/retirees`,
  stops: `#/marche/${walk}/arrets`,
  principles: `#/marche/${walk}/dire`,
  categories: `#/marche/${walk}/dire/clean_welcoming`,
  observation: `#/marche/${walk}/observation/${observation}`,
  severity: `#/marche/${walk}/observation/${observation}/gravite`,
  people: `#/marche/${walk}/observation/${observation}/gens`,
  words: `#/marche/${walk}/observation/${observation}/mots`,
  place: `#/marche/${walk}/observation/${observation}/lieu`,
  lamp: `#/marche/${walk}/observation/${observation}/lampe`,
  ratings: `#/marche/${walk}/observation/${observation}/notes`,
  also: `#/marche/${walk}/observation/${observation}/aussi`,
  more: `#/marche/${walk}/observation/${observation}/plus`,
  photo: `terrain.html#/marche/${walk}/observation/${observation}/photo`,
  map: `terrain.html#/marche/${walk}/carte`,
  placing: `terrain.html#/marche/${walk}/carte/${observation}`,
  "stop-form": `terrain.html#/marche/${walk}/arret/1`,
  join: "rejoindre.html#/rejoindre",
  receipt: `rejoindre.html#/marche/${walk}/recu`,
  "hand-over": `#/marche/${walk}/transmettre`,
});
