// What leaves the workshop and comes back: an invented campaign is taken in, its layers leave in both
// variants, a planner answers in a file, residents are told. Without a network.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cannot, startPhone } from "./browser.mjs";
import { HERE, barePicture, brokenRecords, chapter, firstQuestion, onDisk, save, settle, takeIn } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
/** The id of the campaign that the example makes. */
const CAMPAIGN = "0192f3a0-0000-7000-8000-000000000ca0";

let laptop;
let folder;
/** The partners' bundle, as it was opened: what the planner works with. */
let given;

/** The file of an invented campaign. */
export function inventedCampaign(file, ...asked) {
  execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "campaign", "--", file, ...asked], { cwd: ROOT });
  return file;
}

const run = (program, ...args) => execFileSync(program, args, { encoding: "utf8", maxBuffer: 1 << 28 });

export async function enter(laptop, name) {
  await laptop.open(`atelier.html#/atelier/${CAMPAIGN}/${name}`);
  await laptop.until(`not in ${name}`, () =>
    laptop.run((name) => location.hash.endsWith(`/${name}`) && document.querySelector(".workshop") !== null && !document.querySelector(".workshop > .empty"), name));
}

/** Opens a downloaded bundle: { name: text } of its text files, and the names of all. */
async function opened(zip) {
  const into = await mkdtemp(join(folder, "bundle-"));
  run("unzip", "-q", zip, "-d", into);
  const names = run("unzip", "-Z1", zip).trim().split("\n");
  return { into, names, text: (name) => readFile(join(into, name), "utf8"), json: async (name) => JSON.parse(await readFile(join(into, name), "utf8")) };
}

/** The rows of a CSV file as its exporter writes it: names of columns, and a cell by name. */
function table(text) {
  const rows = [];
  let cells = [""];
  let quoted = false;
  for (const c of text.replace(/^\uFEFF/, "")) {
    if (c === '"') quoted = !quoted;
    if (quoted || !";\r\n".includes(c)) cells[cells.length - 1] += c;
    else if (c === ";") cells.push("");
    else if (c === "\n") {
      rows.push(cells.map((cell) => cell.replace(/^"|"$/g, "").replaceAll('""', '"')));
      cells = [""];
    }
  }
  const [names, ...lines] = rows;
  return { names, rows: lines.map((cells) => Object.fromEntries(names.map((name, index) => [name, cells[index]]))) };
}

/** The same as a spreadsheet of this country saves it: Windows text, `;`, lines ended by CR LF. */
function savedBySpreadsheet({ names, rows }) {
  const cell = (text) => (/[;"\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);
  const lines = [names, ...rows.map((row) => names.map((name) => row[name]))];
  const text = lines.map((cells) => `${cells.map(cell).join(";")}\r\n`).join("");
  // What Windows-1252 has beyond Latin-1 is not needed here but for the apostrophe and the dash.
  const beyond = { "\u2019": 0x92, "\u2013": 0x96, "\u2014": 0x97, "\u2026": 0x85, "\u20ac": 0x80, "\u0153": 0x9c };
  return Buffer.from([...text].map((c) => beyond[c] ?? c.charCodeAt(0)));
}

/** What is on disk of each thing of a kind: its newest revision, with what was set of it since. */
async function kept(phone, kind) {
  const newest = {};
  const edits = [];
  for (const line of Object.values((await onDisk(phone)).records)) {
    const record = JSON.parse(line);
    if (record.kind === kind && !(newest[record.id]?.rev > record.rev)) newest[record.id] = record;
    if (record.kind === "edit" && record.body.what === kind) edits.push(record);
  }
  const things = new Map(Object.values(newest).map(({ id, body }) => [kind === "answer" ? body.thing : id, { ...body }]));
  // Each laptop here writes alone: its edits came one after the other.
  for (const { body } of edits.sort((a, b) => a.at - b.at || (a.id < b.id ? -1 : 1))) {
    const thing = things.get(body.of);
    for (const field of thing ? body.fields : []) thing[field] = body.set[field];
  }
  return [...things.values()];
}

/** Numbers in the margin of a page (`@page { @bottom-right }`) are printed by Chromium only. */
const UNNUMBERED = cannot({ firefox: "Firefox prints nothing in the margin of a page", webkit: "WebKit prints nothing in the margin of a page" });

/** Where thick letters are drawn as pictures, what the page says stands for what is read on paper. */
const PICTURES = cannot({ firefox: "Firefox prints thick letters as pictures" });

/** What paper shows: a PDF of the page as it is, and its text. */
async function printed(phone, name) {
  await phone.until("photos are missing", () =>
    phone.run(() => [...document.querySelectorAll("#document img")].every((image) => image.complete && image.naturalWidth > 0)), 60_000);
  const file = join(folder, `${name}.pdf`);
  await writeFile(file, await phone.print());
  const pages = run("pdftotext", file, "-").split("\f").slice(0, -1);
  const text = PICTURES ? await phone.run(() => document.querySelector("#document").innerText) : pages.join("\n");
  return { file, pages, text: text.replace(/\s+/g, " ") };
}

/** How dark the four corners of the first page are, from 0 (black) to 255 (white). */
function corners(pdf) {
  const stem = pdf.replace(/\.pdf$/, "");
  run("pdftoppm", "-r", "20", "-gray", "-f", "1", "-singlefile", pdf, stem);
  const image = readFileSync(`${stem}.pgm`);
  const [head, width, height] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.toString("latin1"));
  const pixels = image.subarray(head.length);
  return [pixels[0], pixels[width - 1], pixels[(height - 1) * width], pixels[height * width - 1]];
}

async function bundle(pattern) {
  await laptop.run(() => document.querySelector("#file-ready")?.setAttribute("data-old", ""));
  await laptop.tap("#make-bundle");
  await laptop.see("css=#file-ready:not([data-old])", { timeout: 60_000 });
  // A file of the same minute has the same name: only a new one counts.
  for (const name of await readdir(laptop.downloads)) if (pattern.test(name)) await rm(join(laptop.downloads, name));
  await laptop.tap("Enregistrer le fichier");
  return laptop.waitForDownload(pattern);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-planner-"));
  const file = inventedCampaign(join(folder, "campagne.zip"), "--picture", barePicture(folder, "turned.jpg"));
  laptop = await startPhone();
  await laptop.open("atelier.html#/atelier");
  await laptop.offlineReady();
  await laptop.stopServer();
  await laptop.open("atelier.html#/atelier");
  await takeIn(laptop, "#notebooks", file);
});
after(async () => {
  await laptop?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

chapter("the screen says what leaves and what stays, before it leaves", { timeout: 60_000 }, async () => {
  await enter(laptop, "couches");
  await firstQuestion(laptop);
  await laptop.tap("#layers-next");
  await laptop.see("Code 80021");
  await laptop.see("à regarder");
  await laptop.tap("#layers-next");
  await laptop.see("14 constats, 16 préconisations");
  await laptop.see("Ce qui reste ici");
  await laptop.tap("#layers-next");
  await laptop.see("Il n’y a pas de fichier");
  assert.ok(!(await laptop.shows("#make-bundle")), "words wait");
  await firstQuestion(laptop);
  await laptop.tap("#for-public");
  await laptop.see("mots relus");
  await laptop.tap("#layers-next");
  await laptop.see("#settle-words");
  await laptop.tap("#layers-next");
  await laptop.see("#leaves-counts");
  assert.ok(!(await laptop.shows("14 constats, 16 préconisations")), "fewer leave");
});

chapter("a commune is asked for in five characters; words are looked at one by one, or said otherwise", { timeout: 60_000 }, async () => {
  // Nothing is printed of a document while words of it wait.
  await enter(laptop, "carnet");
  await laptop.see("#not-settled");
  assert.ok(!(await laptop.shows("#print-document")));
  await laptop.tap("#go-and-settle");
  await laptop.see("#word-fine");
  assert.deepEqual(await laptop.axe(), []);
  await laptop.screenshot("360-atelier-couches-mots");
  const before = await laptop.text("#waiting-words");
  await laptop.type("#word-other", "Chez Mme Martin");
  await laptop.tap("#word-keep");
  await laptop.until("the other words wait", async () => (await laptop.text("#waiting-words")).includes("Mme Martin"));
  await laptop.tap("Annuler");
  await laptop.until("as before", async () => (await laptop.text("#waiting-words")) === before);
  await laptop.tap("#layers-back");
  await laptop.tap("#settle-commune");
  await laptop.type("#commune", "8002");
  await laptop.tap("#keep-commune");
  await laptop.see("n’est pas un code INSEE");
  await laptop.type("#commune", "80021");
  await laptop.tap("#keep-commune");
  await laptop.see("#settle-words");
});

chapter("partners: four layers that GDAL opens, with labels for the spreadsheet", { timeout: 120_000 }, async () => {
  await enter(laptop, "couches");
  await firstQuestion(laptop);
  await laptop.tap("#for-partenaires");
  await settle(laptop);
  const zip = await bundle(/partenaires\.zip$/);
  given = await opened(zip);
  const { names, text, json, into } = given;
  for (const layer of ["observations", "constats", "preconis", "parcours"]) {
    assert.ok(names.includes(`${layer}.geojson`) && names.includes(`${layer}.csv`), layer);
    const count = (await json(`${layer}.geojson`)).features.length;
    const summary = run("ogrinfo", "-so", "-al", join(into, `${layer}.geojson`));
    assert.match(summary, new RegExp(`Layer name: ${layer}[^]*Feature Count: ${count}`));
  }
  assert.equal((await json("constats.geojson")).features.length, 14);
  assert.match(await text("preconis.csv"), /;statut;statut_lib;/);
  assert.match(await text("preconis.csv"), /;rejected;Non retenu;/);
  assert.ok(names.filter((name) => name.startsWith("photos/")).length > 5);
  const { features } = await json("observations.geojson");
  assert.ok(features.every(({ properties }) => properties.diffusion !== "internal"));
});

chapter("public: nothing internal, no word nobody read again", { timeout: 120_000 }, async () => {
  await enter(laptop, "couches");
  await firstQuestion(laptop);
  await laptop.tap("#for-public");
  await laptop.tap("#coarse");
  await settle(laptop);
  const zip = await bundle(/public\.zip$/);
  await laptop.see("Relu comme par quelqu’un");
  const { json, names } = await opened(zip);
  for (const layer of ["observations", "constats", "preconis", "parcours"]) {
    for (const { properties } of (await json(`${layer}.geojson`)).features) assert.equal(properties.diffusion, "public", layer);
  }
  for (const { properties, geometry } of (await json("observations.geojson")).features) {
    if (properties.texte) assert.match(properties.texte, /\(relu\)$/);
    for (const degrees of geometry.coordinates) assert.equal(degrees, Math.round(degrees * 1000) / 1000);
  }
  assert.ok(!names.some((name) => name.startsWith("arrets/")));
});

chapter("what left is looked at again and called back; the next file says so", { timeout: 120_000 }, async () => {
  await enter(laptop, "couches");
  await firstQuestion(laptop);
  await laptop.tap("#layers-releases");
  await laptop.tap("css=[data-release]");
  await laptop.see("Demandé le");
  await laptop.type("#erratum", "Un constat est faux : ne plus utiliser ce fichier.");
  await laptop.tap("#keep-erratum");
  await laptop.see("Rappelé : Un constat est faux");
  await firstQuestion(laptop);
  await settle(laptop);
  const { text } = await opened(await bundle(/public\.zip$/));
  const readMe = await text("LISEZMOI.txt");
  assert.match(readMe, /RAPPEL : le fichier du \d{4}-\d\d-\d\d est rappelé\. Un constat est faux/);
  assert.match(readMe, /RECALL: the file of \d{4}-\d\d-\d\d is called back\./);
});

chapter("the spreadsheet comes back: seen row by row, taken, undone, taken again", { timeout: 120_000 }, async () => {
  const sheet = table(await given.text("preconis.csv"));
  const waiting = sheet.rows.filter(({ statut }) => statut === "transmitted");
  assert.ok(waiting.length >= 3, `${waiting.length} wait for an answer`);
  const [planned, refused, bare, ...others] = waiting;
  Object.assign(planned, { statut: "Programmé", rep_texte: "Trois bancs <script>alert(1)</script> seront posés, près de l’entrée.", rep_le: "15/01/2027", ech_prev: "31/12/2027", real_le: "31/02/2027" });
  Object.assign(refused, { statut: "rejected", motif_stat: "Hors budget cette année", rep_le: "15/01/2027" });
  Object.assign(bare, { statut: "rejected" });
  const answered = sheet.rows.find(({ statut }) => statut === "scheduled");
  answered.intitule = "Un autre titre";
  const stranger = { ...answered, preco_id: "0192f3a0-0000-7000-8000-00000000dead", preco_nr: "EX-2025-C99-P9" };
  sheet.rows.push(stranger, { ...answered });
  for (const row of others) row.insee_com = "80021";
  const file = join(folder, "preconis rempli.csv");
  await writeFile(file, savedBySpreadsheet(sheet));

  await enter(laptop, "reponses");
  const before = (await kept(laptop, "answer")).length;
  await laptop.upload("#answers-file", file);
  await laptop.see("#answers-take");
  const shown = await laptop.text("css=main");
  for (const words of [
    "lu comme du texte Windows",
    "Trois bancs <script>alert(1)</script> seront posés",
    "« 31/02/2027 » n’est pas une date qui existe",
    "« Non retenu » demande une raison en mots simples",
    "est écrit par le groupe et ne change pas d’ici",
    "EX-2025-C99-P9",
    "Hors budget cette année",
  ]) assert.ok(shown.includes(words), `${words}\n${shown}`);
  await laptop.screenshot("360-atelier-reponses-lues");
  assert.equal((await kept(laptop, "answer")).length, before, "nothing is taken before it was seen");

  // One row is left out: only the others are taken. The ids in the file are not those of the campaign.
  const inside = async (row) => (await laptop.see(`css=[data-number="${row.preco_nr}"]`)).getAttribute("data-take");
  const [plannedId, refusedId] = [await inside(planned), await inside(refused)];
  assert.notEqual(plannedId, planned.preco_id);
  await laptop.tap(`css=[data-number="${refused.preco_nr}"]`);
  await laptop.tap("#answers-take");
  await laptop.see("#answers-taken");
  const of = async (id) => (await kept(laptop, "answer")).find(({ thing }) => thing === id);
  await laptop.until("taken", async () => (await of(plannedId))?.planned === "2027-12-31");
  assert.equal((await of(refusedId))?.text ?? "", "");
  await laptop.tap("#answers-undo");
  await laptop.see("C'est annulé");
  await laptop.until("taken back", async () => (await of(plannedId)).withdrawn === true);

  await laptop.upload("#answers-file", file);
  await laptop.tap("#answers-take");
  await laptop.see("#answers-taken");
  await laptop.until("taken again", async () => (await of(plannedId))?.on === "2027-01-15");
  // The very same file says nothing new.
  await laptop.upload("#answers-file", file);
  await laptop.gone("#answers-taken");
  assert.ok(!(await laptop.shows("#answers-take")), "the same file changes something twice");
});

chapter("QGIS comes back: a GeoPackage, filled in with SQL, turned to GeoJSON", { timeout: 120_000 }, async () => {
  const package_ = join(folder, "reponses.gpkg");
  const back = join(folder, "reponses.geojson");
  run("ogr2ogr", "-f", "GPKG", "-t_srs", "EPSG:2154", package_, join(given.into, "preconis.geojson"));
  const accepted = (await given.json("preconis.geojson")).features.find(({ properties }) => properties.statut === "scheduled").properties;
  run("ogrinfo", "-q", package_, "-sql", `UPDATE preconis SET statut = 'done', real_le = '2026-11-02', rep_texte = 'C''est posé.' WHERE preco_id = '${accepted.preco_id}'`);
  run("ogr2ogr", "-f", "GeoJSON", back, package_, "preconis");

  await enter(laptop, "reponses");
  await laptop.upload("#answers-file", back);
  await laptop.see("#answers-take");
  const acceptedId = await (await laptop.see(`css=[data-number="${accepted.preco_nr}"]`)).getAttribute("data-take");
  // Nothing but that row changes: a point that went to Lambert-93 and back has not moved.
  await laptop.see("Prendre 1 ");
  await laptop.tap("#answers-take");
  await laptop.see("#answers-taken");
  await laptop.until("kept", async () => (await kept(laptop, "answer")).some(({ thing, done }) => thing === acceptedId && done === "2026-11-02"));

  await laptop.upload("#answers-file", join(given.into, "observations.geojson"));
  await laptop.see("elle ne porte pas de réponses");
});

chapter("what was answered is told: noted, in every language, on paper and as a page", { timeout: 120_000 }, async () => {
  await enter(laptop, "vous-avez-dit");
  await laptop.see("#document .booklet");
  const shares = () => laptop.run(() => [...document.querySelectorAll("#document .shares li")].map((line) => line.textContent));
  const [, before] = await shares();
  await laptop.tap("#choose-untold");
  await laptop.tap('css=[data-channel="poster"]');
  await laptop.tap("#keep-told");
  await laptop.until("the share of what was told", async () => (await shares())[1] !== before);
  for (const id of ["told-text-fr", "told-text-en"]) {
    await laptop.tap(`css=#${id} > summary`);
    await laptop.until("text", async () => (await laptop.text(`css=#${id} pre`)).length > 200);
  }
  assert.match(await laptop.text("css=#told-text-en pre"), /You said/);
  assert.ok(!(await laptop.run(() => document.querySelector("#document").innerHTML)).includes("<script>alert"), "markup of others");

  const { pages, text, file } = await printed(laptop, "vous-avez-dit");
  assert.match(text, /Vous avez dit \/ Nous avons fait/);
  assert.match(text, /Hors budget cette année/);
  assert.match(text, /Trois bancs <script>alert\(1\)<\/script>/);
  if (!UNNUMBERED) assert.match(pages[0], new RegExp(`1\\s?/\\s?${pages.length}`));
  assert.deepEqual(corners(file), [255, 255, 255, 255], "paper is white, also at night");

  await laptop.tap("#save-document");
  await laptop.see("#file-ready", { timeout: 60_000 });
  await laptop.tap("Enregistrer le fichier");
  const page = await laptop.waitForDownload(/\.html$/);
  const html = await readFile(page, "utf8");
  assert.ok(!/(src|href)="(?!data:|#)/.test(html), "a page that stands alone asks for nothing");
  const reader = await startPhone();
  try {
    await reader.driver.get(`file://${page}`);
    await reader.see("Nous avons fait");
    assert.deepEqual(await reader.axe(), []);
    assert.ok((await reader.run(() => document.documentElement.scrollWidth)) <= 360);
    await reader.screenshot("360-page-vous-avez-dit");
  } finally {
    await reader.close();
  }
});

chapter("the booklet on paper: parts in order, numbered pages, nothing internal in public", { timeout: 120_000 }, async () => {
  await enter(laptop, "carnet");
  await laptop.see("#document .booklet");
  const { pages, text, file } = await printed(laptop, "carnet");
  const parts = ["Contexte et méthode", "Qui a marché", "Plan du parcours", "Points forts", "Constats, arrêt par arrêt", "Préconisations, par acteur", "Tableau récapitulatif", "Calendrier de suivi", "cahier des charges", "Contacts"];
  // The first time is the contents, the second is the part.
  const at = parts.map((part) => text.indexOf(part, text.indexOf(part) + 1));
  assert.deepEqual(at, [...at].sort((a, b) => a - b), text.slice(0, 3000));
  assert.ok(at.every((place) => place > 0));
  for (const [index, page] of pages.entries()) {
    if (index > 0 && !UNNUMBERED) assert.match(page, new RegExp(`${index + 1}\\s?/\\s?${pages.length}`), `page ${index + 1}`);
    // No heading is left alone at the foot of a page.
    const lines = page.split("\n").map((line) => line.trim()).filter((line) => line && !/^\d+\s?\/\s?\d+$/.test(line));
    assert.ok(!parts.some((part) => lines.at(-1)?.startsWith(part) && index !== 1), `page ${index + 1} ends with ${lines.at(-1)}`);
  }
  assert.match(run("pdfinfo", file), /A4/);

  const { features } = await given.json("constats.geojson");
  const internalNumbers = (await kept(laptop, "constat")).filter(({ sharing }) => sharing === "internal").map(({ number }) => `EX-2025-C${String(number).padStart(2, "0")} `);
  assert.ok(internalNumbers.length > 0 && features.length > 0);
  await laptop.tap("#for-public");
  await laptop.until("the public variant", async () => (await laptop.text("css=#document .cover")).includes("Public"));
  const open = await printed(laptop, "carnet-public");
  for (const number of internalNumbers) assert.ok(!open.text.includes(number), `${number}is internal`);

  // The same as a page that stands alone, with its photos inside.
  await laptop.tap("#save-document");
  await laptop.see("#file-ready", { timeout: 60_000 });
  await laptop.tap("Enregistrer le fichier");
  const saved = await laptop.waitForDownload(/carnet.*\.html$/);
  assert.ok(!/(src|href)="(?!data:|#)/.test(await readFile(saved, "utf8")), "a page that stands alone asks for nothing");
  const reader = await startPhone();
  try {
    await reader.driver.get(`file://${saved}`);
    await reader.see("Carnet de préconisations");
    const { photos, shown } = await reader.run(() => {
      const images = [...document.images];
      return { photos: images.length, shown: images.filter((image) => image.naturalWidth > 0).length };
    });
    assert.ok(photos > 0 && shown === photos, `${shown} of ${photos} photos`);
    assert.deepEqual(await reader.axe(), []);
    assert.ok((await reader.run(() => document.documentElement.scrollWidth)) <= 360);
    await reader.tap("Constats, arrêt par arrêt");
    assert.equal(await reader.run(() => location.hash), "#carnet-constats");
    await reader.screenshot("360-page-carnet");
  } finally {
    await reader.close();
  }

  // A sheet for one actor is ready for a meeting.
  await laptop.run(() => {
    const list = document.querySelector("#sheet-actor");
    list.value = [...list.options].find(({ text }) => text === "Bailleur").value;
    list.dispatchEvent(new Event("change", { bubbles: true }));
  });
  await laptop.see("#document .sheet");
  const landlord = await printed(laptop, "bailleur");
  assert.match(landlord.text, /Bailleur/);
  assert.ok(landlord.pages.length <= 2, `${landlord.pages.length} pages`);
  assert.ok((await laptop.run(() => document.querySelector("#tender-text pre")?.textContent ?? "")).includes("-P1"));
});

chapter("what is said to be done is looked at by those who asked: prepared, walked, agreed on", { timeout: 180_000 }, async () => {
  await enter(laptop, "bilan");
  await laptop.see("#said-done");
  const numbers = await laptop.run(() => [...document.querySelectorAll("#said-done [data-number]")].map((row) => row.dataset.number));
  assert.ok(numbers.length >= 3, `${numbers.length} are said to be done`);
  await laptop.type("#review-title", "Marche-bilan de mai");
  await laptop.tap("#prepare-review");
  await laptop.see("#review-walks");
  await laptop.tap("Partager");
  await laptop.see("#make-kit");
  await laptop.tap("#make-kit");
  await laptop.see("#file-ready", { timeout: 60_000 });
  await laptop.tap("Enregistrer le fichier");
  const kit = await laptop.waitForDownload(/preparation\.zip$/);
  const walk = (await laptop.run(() => location.hash)).split("/")[2];

  const phone = await startPhone();
  try {
    await phone.geolocate(HERE);
    await phone.open("rejoindre.html#/rejoindre");
    await phone.see("Suivre ce lien");
    await takeIn(phone, "#import", kit);
    await phone.see("Vous avez la marche");
    await phone.offlineReady();
    await phone.stopServer();
    await phone.tap("Commencer");
    await phone.tap("Nous l'avons entendu");
    await phone.see(".fab");
    // Stop by stop, every question is answered.
    const asked = [];
    for (let stop = 1; stop <= 20 && asked.length < numbers.length; stop += 1) {
      await phone.open(`terrain.html#/marche/${walk}/arret/${stop}`);
      await phone.see("css=main");
      await sleep(300);
      const here = await phone.run(() => [...document.querySelectorAll("[data-number]")].map((question) => question.dataset.number));
      for (const number of here) {
        await phone.tap(`css=[data-number="${number}"] [data-outcome="${asked.length ? "unchanged" : "resolved"}"]`);
        asked.push(number);
      }
      if (here.length) {
        await phone.until("saved", () => phone.run(() => [...document.querySelectorAll("[data-number] [role=status]")].every((state) => state.textContent.includes("Enregistré"))));
        assert.deepEqual(await phone.axe(), [], `stop ${stop}`);
        await phone.screenshot("360-question-au-bilan");
      }
    }
    assert.deepEqual(asked.sort(), [...numbers].sort(), "every question is asked at a stop");
    await phone.restart();
    await phone.open(`#/marche/${walk}/transmettre`);
    const zip = await save(phone, "#notebook-zip", /\.zip$/);
    await enter(laptop, "");
    await takeIn(laptop, "#notebooks", zip);
  } finally {
    await phone.close();
  }

  await enter(laptop, "bilan");
  await laptop.see("1 téléphone : C’est réglé");
  await laptop.tap(`css=.preconisation[data-number="${numbers[0]}"] [data-outcome="resolved"]`);
  await laptop.see(`css=.preconisation[data-number="${numbers[0]}"] [data-status="verified"]`);
  await laptop.tap(`css=.preconisation[data-number="${numbers.at(-1)}"] [data-outcome="unchanged"]`);
  await laptop.see(`css=.preconisation[data-number="${numbers.at(-1)}"] [data-status="in_progress"]`);
  await enter(laptop, "vous-avez-dit");
  await laptop.tap("#for-partenaires");
  await laptop.see("Les habitant·es ont vérifié : Rien n’a changé");
});

chapter("killed and started again: answers, what was told, what was seen are there", { timeout: 60_000 }, async () => {
  const kinds = ["answer", "feedback", "check", "ask", "sighting"];
  const all = async () => Object.fromEntries(await Promise.all(kinds.map(async (kind) => [kind, (await kept(laptop, kind)).length])));
  const before = await all();
  for (const kind of kinds) assert.ok(before[kind] > 0, kind);
  await laptop.restart();
  await enter(laptop, "bilan");
  await laptop.see('css=[data-status="verified"]');
  assert.deepEqual(await all(), before);
  assert.deepEqual(brokenRecords(await onDisk(laptop)), []);
});

/** Each screen of the room where files leave, and how it is reached from the one before. */
const LEAVING = [
  ["", firstQuestion],
  ["-sorties", (laptop) => laptop.tap("#layers-releases")],
  ["-sortie", (laptop) => laptop.tap("css=[data-release]")],
  ["-regler", async (laptop) => {
    await firstQuestion(laptop);
    await laptop.tap("#layers-next");
  }],
  ...["commune", "words", "homes", "unfinished"].map((name, index) => [`-${name}`, async (laptop) => {
    if (index > 0) await laptop.tap("#layers-back");
    await laptop.tap(`#settle-${name}`);
  }]),
  ["-part", async (laptop) => {
    await laptop.tap("#layers-back");
    await laptop.see("#settle-words");
    await laptop.tap("#layers-next");
  }],
  ["-fichier", async (laptop) => {
    await laptop.see("#leaves-counts");
    await laptop.tap("#layers-next");
  }],
];

chapter("every room: axe, thumb, width, by day and by night", { timeout: 300_000 }, async () => {
  const sheet = join(folder, "preconis rempli.csv");
  const look = async (name, scheme, width) => {
    await laptop.run(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    await sleep(200);
    assert.deepEqual(await laptop.axe(), [], `${scheme} ${name}`);
    const small = await laptop.run(() =>
      [...document.querySelectorAll("a[href], button, input:not(.unseen), select, textarea, summary")]
        .filter((element) => element.checkVisibility() && element.getClientRects().length && !element.closest("#document"))
        .map((element) => [element.outerHTML.slice(0, 100), element.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 48 || height < 48)
        .map(([html, { width, height }]) => `${html} ${Math.round(width)}×${Math.round(height)}`));
    assert.deepEqual(small, [], name);
    const wide = await laptop.run(() => document.documentElement.scrollWidth);
    assert.ok(wide <= width, `${name} is wider than the screen: ${wide}`);
    await laptop.run(() => {
      document.querySelectorAll("details").forEach((details) => (details.open = false));
      scrollTo(0, 0);
    });
    await laptop.screenshot(`${width}-${scheme}-atelier-${name}`);
  };
  for (const [scheme, width, height] of [["light", 360, 800], ["dark", 360, 800], ["light", 1366, 768]]) {
    await laptop.setScheme(scheme);
    for (const name of ["couches", "reponses", "carnet", "vous-avez-dit", "bilan"]) {
      await enter(laptop, name);
      await laptop.viewport({ width, height, mobile: width < 500 });
      await laptop.until("the width", () => laptop.run((width) => innerWidth === width, width));
      if (name === "reponses") {
        await laptop.upload("#answers-file", sheet);
        await laptop.see(".returned, #answers-remarks");
      }
      for (const [screen, reach] of name === "couches" ? LEAVING : [["", async () => {}]]) {
        await reach(laptop);
        await look(`${name}${screen}`, scheme, width);
      }
    }
  }
});

chapter("nobody else was asked for anything, nothing was refused", async () => {
  assert.deepEqual(laptop.requestsToOtherHosts(), []);
  assert.deepEqual((await laptop.problems()).filter((problem) => !/Failed to load resource|net::ERR/.test(problem)), []);
});
