// Letters twice as large, and a title as long as a sentence: everything is reached on a small phone.
// Whoever reads badly enlarges the letters (html), or the page (zoom: fewer pixels for the same glass).

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { HERE, chapter, firstQuestion, pagesOf, startWalk, tag, takeIn, withdrawOne } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
/** The id of the campaign that the example makes. */
const CAMPAIGN = "0192f3a0-0000-7000-8000-000000000ca0";
const TITLE = "Marche exploratoire du quartier Pierre-Rollin et de ses abords, un vendredi soir de novembre";

/** Screens and letters: what a person may have chosen. Zoom of the page is a smaller screen. */
const SIGHTS = {
  "letters-360x800": { width: 360, height: 800, letters: "200%" },
  "letters-360x380": { width: 360, height: 380, letters: "200%" },
  "letters-320x640": { width: 320, height: 640, letters: "200%" },
  "zoom-180x400": { width: 180, height: 400, letters: "100%", scale: 4 },
};

let phone;
let folder;
let walk;
let observation;
before(async () => {
  assert.ok([...TITLE].length >= 90);
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-letters-"));
  phone = await startPhone();
  await phone.geolocate(HERE);
  await startWalk(phone, { stops: ["Le square des Quatre-Lemaire, côté fontaine", "Le passage"] });
  walk = await phone.run(() => location.hash.split("/")[2]);
  await withdrawOne(phone);
  for (const [principle, category] of [
    ["Propre et accueillant", "Arbres, ombre"],
    ["Agir ensemble", "Entraide"],
    ["Voir et être vu·e", "Éclairage public"],
  ]) {
    observation = await tag(phone, principle, category);
    await phone.tap(principle.startsWith("Voir") ? "Problème" : "Point fort");
    if (!principle.startsWith("Voir")) await phone.tap("Terminé");
  }
  await phone.open(`preparation.html#/marche/${walk}/fiche`);
  await phone.type("css=main input", TITLE);
  await phone.tap("#save-sheet");
  await phone.open(`#/marche/${walk}`);
  await phone.see(TITLE);
});
after(async () => {
  await phone?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const pages = () => ({ ...pagesOf(walk, observation), rescue: "rescue.html" });

const rooms = ["", "saisie", "regrouper", "constats", "relire", "comparer", "decider", "mur", "chiffres", "preconisations", "couches", "reponses", "vous-avez-dit", "carnet", "bilan"];

/** Opens an address and looks at it with these letters, everything that folds open. */
async function visit(address, { width, height, letters, scale = 2 }) {
  // Freshly started at its beginning, the app goes on where the walk is.
  if (address === "#/") {
    await phone.open("#/reglages");
    // Started, not only loaded: an app that reads its address later would be freshly started at "#/".
    await phone.see("#storage");
  }
  await phone.open(address);
  await phone.until(`${address} is not drawn`, () =>
    phone.run(
      (address) => location.href.endsWith(address) && document.querySelector("main")?.children.length > 0 && !document.querySelector("main > .empty, .workshop > .empty"),
      address,
    ),
  );
  // The app's own letters come when the rest is done; others are wider.
  await phone.until("the app's letters", () => phone.run(() => document.fonts.size > 0 || document.getElementById("app") === null));
  await phone.viewport({ width, height, scale, mobile: true });
  await phone.until("the size of the screen", () => phone.run((width) => innerWidth === width || document.documentElement.clientWidth === width, width));
  await phone.run((letters) => {
    document.documentElement.style.fontSize = letters;
    document.querySelectorAll("details").forEach((details) => (details.open = true));
    dispatchEvent(new Event("resize"));
  }, letters);
  await sleep(250);
}

/** What is wrong on the screen as it is, in words. */
async function faults() {
  return phone.driver.executeAsyncScript(looked);
}

/** Runs in the page: tries to reach every control as a thumb would. */
async function looked(done) {
  const said = [];
  const name = (element) => `<${element.localName} class="${element.getAttribute("class") ?? ""}" id="${element.id}"> “${(element.getAttribute("aria-label") || element.innerText || "").trim().replace(/\s+/g, " ").slice(0, 40)}”`;
  const wide = document.documentElement.scrollWidth;
  if (wide > document.documentElement.clientWidth) {
    const far = [...document.querySelectorAll("body *")].filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1).slice(0, 3);
    said.push(`scrolls sideways: ${wide} of ${document.documentElement.clientWidth}: ${far.map(name).join(", ")}`);
  }
  const shown = (element) => element.checkVisibility({ visibilityProperty: true }) && element.getClientRects().length > 0;
  const controls = [...document.querySelectorAll("a[href], button, input:not(.unseen), select, textarea, summary, label:has(> .unseen)")].filter(shown);
  const frame = () => new Promise((drawn) => requestAnimationFrame(() => drawn()));
  for (const control of controls) {
    if (!control.isConnected || control.disabled) continue;
    let box;
    let there;
    // What sticks to an edge may cover the middle, not every place.
    for (const block of ["center", "start", "end"]) {
      control.scrollIntoView({ block, inline: "nearest", behavior: "instant" });
      await frame();
      if (!control.isConnected) break;
      // What is cut off can be scrolled by a script only.
      for (let around = control.parentElement; around; around = around.parentElement) {
        if (getComputedStyle(around).overflowX === "hidden") around.scrollTo(0, 0);
      }
      box = control.getClientRects()[0] ?? control.getBoundingClientRect();
      there = document.elementFromPoint(box.left + box.width / 2, box.top + box.height / 2);
      if (there && (control.contains(there) || there.contains(control) || there.closest("label")?.contains(control))) break;
      there ??= "nothing";
      if (there !== "nothing") there = name(there);
    }
    if (!control.isConnected) continue;
    if (typeof there === "string") said.push(`${name(control)} is not reached: under it ${there}`);
    if (box.left < -1 || box.right > innerWidth + 1) said.push(`${name(control)} falls out: ${Math.round(box.left)} to ${Math.round(box.right)}`);
    if (control.matches("button, a, summary, label") && control.scrollWidth > control.clientWidth + 2 && getComputedStyle(control).display !== "inline") {
      said.push(`${name(control)} is narrower than what it says: ${control.clientWidth} of ${control.scrollWidth}`);
    }
  }
  // Rows lie one under the other, and hold what they say.
  const rows = [...document.querySelectorAll(".rows > li")].map((row) => [row, row.getBoundingClientRect()]).sort(([, a], [, b]) => a.top - b.top);
  for (const [index, [row, box]] of rows.entries()) {
    const next = rows[index + 1]?.[1];
    if (next && next.top < box.bottom - 1) said.push(`rows overlap by ${Math.round(box.bottom - next.top)}`);
    for (const inner of row.querySelectorAll("a, h2, strong, small, .badge")) {
      const own = inner.getBoundingClientRect();
      if (own.bottom > box.bottom + 1 || own.right > box.right + 1) said.push(`${name(inner)} sticks out of its row: ${Math.round(own.bottom - box.bottom)} below`);
    }
  }
  // What sticks to the top leaves the screen to what it is about.
  scrollTo(0, document.documentElement.scrollHeight);
  await frame();
  await frame();
  const room = (selector) => {
    const element = document.querySelector(selector);
    if (!element || !shown(element)) return 0;
    const { top, bottom } = element.getBoundingClientRect();
    return Math.max(0, Math.min(bottom, innerHeight) - Math.max(top, 0));
  };
  const scrolls = document.documentElement.scrollHeight > innerHeight * 1.5;
  const held = room("header.top");
  if (scrolls && held > innerHeight * 0.34) said.push(`the heading keeps ${Math.round(held)} of ${innerHeight}`);
  // A word is broken only where it would not fit.
  const words = document.createTreeWalker(document.querySelector("main")?.parentElement ?? document.body, NodeFilter.SHOW_TEXT);
  while (words.nextNode()) {
    const node = words.currentNode;
    const parent = node.parentElement;
    if (!shown(parent) || parent.closest("textarea, option, svg, .address, .unseen, .code, .booklet, .paper")) continue;
    const hyphens = getComputedStyle(parent).hyphens === "auto";
    for (const { 0: word, index } of node.data.matchAll(/[\p{L}\p{M}]{3,}/gu)) {
      const range = document.createRange();
      range.setStart(node, index);
      range.setEnd(node, index + word.length);
      const rects = [...range.getClientRects()].filter(({ width }) => width > 0);
      const lines = new Set(rects.map(({ top }) => Math.round(top)));
      const needs = rects.reduce((sum, { width }) => sum + width, 0);
      if (lines.size > (hyphens ? 2 : 1) && needs < innerWidth * 0.6) said.push(`“${word}” (${Math.round(needs)} px) is broken in ${name(parent)}`);
    }
  }
  scrollTo(0, 0);
  done([...new Set(said)]);
}

for (const [sight, asked] of Object.entries(SIGHTS)) {
  chapter(`every page of the walk is reached: ${sight}`, { timeout: 5 * 60_000 }, async () => {
    const found = {};
    for (const [name, address] of Object.entries(pages())) {
      await visit(address, asked);
      const wrong = await faults();
      if (wrong.length) found[name] = wrong;
      await phone.run(() => scrollTo(0, 0));
      await phone.screenshot(`${sight}-${name}`);
    }
    assert.ok(Object.keys(found).length === 0, JSON.stringify(found, null, 1));
  });
}

chapter("the hidden screen: three taps on a clock of any size", async () => {
  for (const [sight, asked] of Object.entries(SIGHTS)) {
    await visit(`#/marche/${walk}`, asked);
    await phone.tap("#hide button");
    await phone.see("#clock");
    await phone.run((letters) => (document.documentElement.style.fontSize = letters), asked.letters);
    assert.deepEqual(await faults(), [], sight);
    await phone.screenshot(`${sight}-hidden`);
    await phone.run(() => {
      for (let taps = 0; taps < 3; taps += 1) document.querySelector("#clock button").click();
    });
    await phone.gone("#clock");
  }
});

chapter("every room of the workshop is reached", { timeout: 10 * 60_000 }, async () => {
  const file = join(folder, "campagne.zip");
  execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "campaign", "--", file], { cwd: ROOT });
  await phone.open("atelier.html#/atelier");
  await phone.viewport({ width: 360, height: 800, scale: 2, mobile: true });
  await takeIn(phone, "#notebooks", file);
  const room = (name) => `atelier.html#/atelier/${CAMPAIGN}/${name}`;
  await phone.open(room("constats"));
  const constat = await phone.until("no constat", () => phone.run(() => /constat\/[\w-]+/.exec(document.querySelector('a[href*="/constat/"]')?.href ?? "")?.[0]));
  const found = {};
  for (const sight of ["letters-360x800", "letters-360x380", "zoom-180x400"]) {
    for (const name of [...rooms, constat]) {
      await visit(room(name), SIGHTS[sight]);
      const wrong = await faults();
      const called = `${sight}-atelier-${name.split("/")[0] || "carnets"}`;
      if (wrong.length) found[called] = wrong;
      await phone.screenshot(called);
    }
    await visit(room("couches"), SIGHTS[sight]);
    await firstQuestion(phone);
    for (const step of ["#layers-next", "#settle-words"]) {
      await phone.tap(step);
      await sleep(150);
      const wrong = await faults();
      if (wrong.length) found[`${sight}-couches ${step}`] = wrong;
    }
  }
  assert.ok(Object.keys(found).length === 0, JSON.stringify(found, null, 1));
});
