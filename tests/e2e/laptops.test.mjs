// Two mediators on two laptops, without a network, with clocks that nobody compares: what each wrote
// is there on both, what they wrote twice is offered twice, and a lid that is closed loses nothing.
// Everything in it is invented.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { chapter, onDisk, takeIn } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;

let folder;
let files;
let one;
let other;
let campaign;
let constat;

const room = (name = "") => `atelier.html#/atelier/${campaign}/${name}`;

async function enter(laptop, name) {
  await laptop.open(room(name));
  await laptop.until(`not in ${name}`, () =>
    laptop.run((name) => location.hash.endsWith(`/${name}`) && document.querySelector(".workshop") !== null && !document.querySelector(".workshop > .empty"), name));
}

async function taken(laptop, ...chosen) {
  await takeIn(laptop, "#notebooks", chosen);
}

/** The campaign as a file, saved on a laptop. */
async function keepCampaign(laptop) {
  await enter(laptop, "");
  await laptop.tap("#keep-campaign");
  await laptop.see("#file-ready", { timeout: 60_000 });
  for (const name of await readdir(laptop.downloads)) await rm(join(laptop.downloads, name));
  await laptop.tap("Enregistrer le fichier");
  return laptop.waitForDownload(/campagne\.zip$/);
}

/** The campaign's file of one laptop, taken in by the other. */
async function hand(from, to) {
  const file = await keepCampaign(from);
  await enter(to, "");
  await taken(to, file);
  return file;
}

async function write(laptop, field, words) {
  await laptop.open(`atelier.html#/atelier/${campaign}/constat/${constat}`);
  await laptop.see(`css=#${field}`);
  await laptop.run((field) => {
    const input = document.querySelector(`#${field}`);
    input.focus();
    input.select();
  }, field);
  await laptop.driver.actions().sendKeys(words).perform();
}

const said = async (laptop, words) =>
  Object.values((await onDisk(laptop)).records).some((line) => JSON.parse(line).kind === "edit" && line.includes(words));

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-laptops-"));
  const made = execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "notebooks", "--", folder, "--phones", "4", "--observations", "5"], { cwd: ROOT, encoding: "utf8" });
  files = made.trim().split("\n").map((line) => line.split(" ")[0]);
  [one, other] = [await startPhone(), await startPhone()];
  for (const laptop of [one, other]) {
    await laptop.open("atelier.html#/atelier");
    await laptop.offlineReady();
    await laptop.stopServer();
  }
  await one.see("Nouvelle campagne");
  await one.type("#campaign-title", "Deux ordinateurs (inventé)");
  await one.type("#campaign-reference", "EX-25");
  await one.tap("#begin-campaign");
  await one.see("Prendre des carnets");
  campaign = await one.run(() => location.hash.split("/")[2]);
  await taken(one, ...files);
  await enter(one, "regrouper");
  await one.tap("Réunir");
  await enter(one, "constats");
  await one.tap("css=a.row-card");
  await one.see("Ce que le groupe dit");
  constat = await one.run(() => location.hash.split("/")[4]);
  const file = await keepCampaign(one);
  await other.open("atelier.html#/atelier");
  await taken(other, file);
});
after(async () => {
  await one?.close();
  await other?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

chapter("a title here and a summary there: both are shown on both", { timeout: 120_000 }, async () => {
  await write(one, "constat-title", "Le mail est noir");
  await one.until("kept while it is typed", () => said(one, "Le mail est noir"));
  await write(other, "constat-summary", "Trois lampes sur dix");
  await other.until("kept while it is typed", () => said(other, "Trois lampes sur dix"));
  await hand(one, other);
  await hand(other, one);
  for (const laptop of [one, other]) {
    await laptop.open(`atelier.html#/atelier/${campaign}/constat/${constat}`);
    await laptop.see("css=#constat-title");
    const value = (id) => laptop.run((id) => document.querySelector(id).value, id);
    await laptop.until("the title", async () => (await value("#constat-title")) === "Le mail est noir");
    assert.equal(await value("#constat-summary"), "Trois lampes sur dix");
    assert.ok(!(await laptop.shows("css=.contest")));
  }
});

chapter("one title written twice is offered twice; both can be kept", { timeout: 120_000 }, async () => {
  await write(one, "constat-title", "Noir le soir");
  await one.until("kept", () => said(one, "Noir le soir"));
  await write(other, "constat-title", "Sombre dès 18 h");
  await other.until("kept", () => said(other, "Sombre dès 18 h"));
  await hand(other, one);
  await one.see("Deux versions");
  await one.screenshot("two-versions-cockpit");
  await one.open(`atelier.html#/atelier/${campaign}/constat/${constat}`);
  await one.see("css=.contest");
  const offered = await one.text("css=.contest");
  assert.ok(offered.includes("Noir le soir") && offered.includes("Sombre dès 18 h"), offered);
  await one.screenshot("two-versions");
  assert.deepEqual(await one.axe(), []);
  await one.tap("Garder les deux");
  await one.gone("css=.contest");
  await hand(one, other);
  await other.open(`atelier.html#/atelier/${campaign}/constat/${constat}`);
  await other.see("css=#constat-title");
  const title = await other.run(() => document.querySelector("#constat-title").value);
  assert.ok(title.includes("Noir le soir") && title.includes("Sombre dès 18 h"), title);
  assert.ok(!(await other.shows("css=.contest")));
});

chapter("numbers given apart are apart, and taking in says nothing twice", { timeout: 120_000 }, async () => {
  for (const laptop of [one, other]) {
    await enter(laptop, "regrouper");
    await laptop.tap("Réunir");
  }
  await hand(one, other);
  await hand(other, one);
  await enter(one, "constats");
  await one.see("css=a.row-card");
  const numbers = await one.run(() => [...document.querySelectorAll("a.row-card strong")].map((title) => title.textContent.split(" · ")[0]));
  assert.equal(new Set(numbers).size, numbers.length, numbers.join(", "));
  assert.ok(numbers.length >= 3, numbers.join(", "));
  const records = async (laptop) => Object.keys((await onDisk(laptop)).records).sort();
  await hand(one, other);
  await hand(other, one);
  await sleep(500);
  assert.deepEqual(await records(one), await records(other), "the same on both disks");
});

chapter("a lid that is closed in the middle of a sentence loses nothing", { timeout: 120_000 }, async () => {
  await write(one, "constat-quote", "Je cours jusqu’à la porte");
  await sleep(1500);
  await one.driver.actions().sendKeys(" et je").perform();
  await one.restart();
  await one.open(`atelier.html#/atelier/${campaign}/constat/${constat}`);
  await one.see("css=#constat-quote");
  await one.until("the sentence", () => one.run(() => document.querySelector("#constat-quote")?.value.startsWith("Je cours jusqu’à la porte")));
  // A page that is only reloaded keeps the last letters, too.
  await write(other, "constat-quote", "Elle court");
  await other.reload();
  await other.see("css=#constat-quote");
  await other.until("kept beside the page", () => other.run(() => document.querySelector("#constat-quote")?.value === "Elle court"));
  await other.until("and a record by now", () => said(other, "Elle court"));
  // What is typed from paper outlives the look into another room.
  await enter(other, "saisie");
  await other.type("#entry-words", "Écrit au crayon");
  await enter(other, "regrouper");
  await enter(other, "saisie");
  assert.equal(await other.run(() => document.querySelector("#entry-words").value), "Écrit au crayon");
});

chapter("another quarter's walk is asked about, and can be taken out again", { timeout: 120_000 }, async () => {
  const strangers = await mkdtemp(join(tmpdir(), "eclaireuse-strangers-"));
  const made = execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "campaign", "--", join(strangers, "autre.zip")], { cwd: ROOT, encoding: "utf8" });
  assert.ok(typeof made === "string");
  const walks = async () => one.run(() => document.querySelectorAll("[data-take-out]").length);
  await enter(one, "");
  await one.see("css=[data-take-out]");
  const before = await walks();
  const counted = async () => Number((await one.text()).match(/(\d+) observations?, dont/)[1]);
  const said = await counted();
  await taken(one, join(strangers, "autre.zip"));
  await sleep(500);
  assert.equal(await walks(), before, "a campaign's file adds nothing to the one that is open");
  await one.tap("css=[data-take-out]");
  await one.until("taken out", async () => (await walks()) === before - 1);
  await one.until("it is still counted", async () => (await counted()) < said);
  await one.tap("Annuler");
  await one.until("put back", async () => (await walks()) === before);
  // Taken out and left by the page, it is still among the walks of this device.
  await one.tap("css=[data-take-out]");
  await one.until("taken out", async () => (await walks()) === before - 1);
  await one.reload();
  await one.tap("Autres marches sur cet appareil");
  await one.run(() => {
    const rows = [...document.querySelectorAll("#other-walks li")];
    rows.find((row) => row.textContent.includes("Exemple inventé, de jour")).querySelector("button").click();
  });
  await one.until("added by hand", async () => (await walks()) === before);
  await one.until("what was said on it is counted again", async () => (await counted()) === said);
  await rm(strangers, { recursive: true, force: true });
});

chapter("nobody else was asked for anything, and nothing failed", async () => {
  for (const laptop of [one, other]) {
    assert.deepEqual(laptop.requestsToOtherHosts(), []);
    assert.deepEqual((await laptop.problems()).filter((problem) => !/Failed to load resource|net::ERR/.test(problem)), []);
  }
});
