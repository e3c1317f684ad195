// What leaves the workshop and comes back: an invented campaign is taken in, its layers leave in both
// variants, a planner answers in a file, residents are told. Without a network.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { fixture, onDisk } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
/** The id of the campaign that the example makes. */
const CAMPAIGN = "0192f3a0-0000-7000-8000-000000000ca0";

let laptop;
let folder;

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

async function bundle(pattern) {
  await laptop.run(() => document.querySelector("#file-ready")?.setAttribute("data-old", ""));
  await laptop.tap("#make-bundle");
  await laptop.see("css=#file-ready:not([data-old])", { timeout: 60_000 });
  await laptop.tap("Enregistrer le fichier");
  return laptop.waitForDownload(pattern);
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-planner-"));
  const picture = fixture("photos/portrait_6.jpg");
  const file = inventedCampaign(join(folder, "campagne.zip"), ...(picture ? ["--picture", picture] : []));
  laptop = await startPhone();
  await laptop.open("atelier.html#/atelier");
  await laptop.offlineReady();
  await laptop.stopServer();
  await laptop.open("atelier.html#/atelier");
  await laptop.upload("#notebooks", file);
  await laptop.see("#taken-in", { timeout: 60_000 });
});
after(async () => {
  await laptop?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

test("the screen says what leaves and what stays, before it leaves", { timeout: 60_000 }, async () => {
  await enter(laptop, "couches");
  await laptop.see("14 constats, 18 préconisations");
  await laptop.see("Ce qui reste ici");
  await laptop.tap("#for-public");
  await laptop.until("fewer leave", async () => !(await laptop.shows("14 constats, 18 préconisations")));
  await laptop.see("mots relus");
});

test("partners: four layers that GDAL opens, with labels for the spreadsheet", { timeout: 120_000 }, async () => {
  await enter(laptop, "couches");
  await laptop.tap("#for-partenaires");
  const zip = await bundle(/partenaires\.zip$/);
  const { names, text, json, into } = await opened(zip);
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

test("public: nothing internal, no word nobody read again", { timeout: 120_000 }, async () => {
  await enter(laptop, "couches");
  await laptop.tap("#for-public");
  await laptop.tap("#coarse");
  const zip = await bundle(/public\.zip$/);
  await laptop.see("Relu après écriture");
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
