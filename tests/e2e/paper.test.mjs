// Paper: a long link neither cuts nor shrinks a page, what is printed is black on white whatever the
// look, and nothing that is pressed is on it; from the app's own button and from the browser's menu.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { cannot, startPhone } from "./browser.mjs";
import { HERE, chapter, firstQuestion, onDisk, settle, startWalk, tag, takeIn } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
/** The id of the campaign that the example makes. */
const CAMPAIGN = "0192f3a0-0000-7000-8000-000000000ca0";
const LINK = `https://exemple.fr/${"rapports/eclairage-public-du-quartier/".repeat(3)}page?numero=12`;

let laptop;
let folder;
let walk;
let observation;
before(async () => {
  assert.ok(LINK.length > 120);
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-paper-"));
  laptop = await startPhone();
  await laptop.geolocate(HERE);
  await startWalk(laptop, { stops: ["Le square", LINK] });
  walk = await laptop.run(() => location.hash.split("/")[2]);
  observation = await tag(laptop);
  await laptop.tap("Problème");
  await laptop.open(`#/marche/${walk}/observation/${observation}/mots`);
  await laptop.type("css=textarea", LINK);
  await laptop.tap("C'est bon");
  const file = join(folder, "campagne.zip");
  execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "campaign", "--", file], { cwd: ROOT });
  await laptop.open("atelier.html#/atelier");
  await takeIn(laptop, "#notebooks", file);
});
after(async () => {
  await laptop?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

const room = (name) => `atelier.html#/atelier/${CAMPAIGN}/${name}`;

async function visit(address) {
  // The theme, the size and the media of a screen.
  await laptop.medium("");
  await laptop.open(address);
  await laptop.until(`${address} is not drawn`, () =>
    laptop.run(
      (address) => location.href.endsWith(address) && document.querySelector("main")?.children.length > 0 && !document.querySelector("main > .empty, .workshop > .empty"),
      address,
    ),
  );
  await sleep(250);
}

/** What the browser prints now: the file, and its words with where they stand. */
async function printed(name) {
  const file = join(folder, `${name}.pdf`);
  await writeFile(file, await laptop.print());
  const text = execFileSync("pdftotext", [file, "-"], { encoding: "utf8" }).replace(/\s+/g, " ");
  const boxes = execFileSync("pdftotext", ["-bbox", file, "-"], { encoding: "utf8", maxBuffer: 1 << 28 });
  const words = [...boxes.matchAll(/<word xMin="([\d.]+)" yMin="([\d.]+)" xMax="([\d.]+)" yMax="([\d.]+)">([^<]*)</g)].map(
    ([, left, top, right, bottom, word]) => ({ left: +left, top: +top, right: +right, bottom: +bottom, word }),
  );
  return { file, text, words, wide: Number(/<page width="([\d.]+)"/.exec(boxes)?.[1]) };
}

/** Grey of the first page's pixels, 0 (black) to 255 (white). */
function pixels(pdf) {
  const stem = pdf.replace(/\.pdf$/, "");
  execFileSync("pdftoppm", ["-r", "40", "-gray", "-f", "1", "-singlefile", pdf, stem]);
  const image = readFileSync(`${stem}.pgm`);
  const [head] = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(image.toString("latin1"));
  return image.subarray(head.length);
}

/** What of the document would not fit on paper: 178 millimetres between the margins. */
async function tooWide() {
  await laptop.medium("print");
  await laptop.viewport({ width: 672, height: 960 });
  const found = await laptop.run(() =>
    [...document.querySelectorAll("#document *")]
      .filter((element) => element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => `${element.localName}.${element.getAttribute("class") ?? ""} “${element.textContent.trim().slice(0, 30)}”`)
      .slice(0, 5));
  await laptop.viewport({ width: 360, height: 800, scale: 2, mobile: true });
  await laptop.medium("");
  return found;
}

/** Texts of the page as it is printed that are not dark, or not on white. */
async function pale() {
  await laptop.medium("print");
  const found = await laptop.run(() => {
    const parts = (colour) => /rgba?\(([^)]+)\)/.exec(colour)?.[1].split(/[ ,/]+/).map(Number) ?? [0, 0, 0, 0];
    const said = new Set();
    for (const element of document.querySelectorAll("body *")) {
      const own = [...element.childNodes].some((node) => node.nodeType === 3 && node.data.trim());
      if (!own || !element.checkVisibility({ visibilityProperty: true }) || element.closest(".unseen, noscript, script, style")) continue;
      const style = getComputedStyle(element);
      const [red, green, blue] = parts(element.closest("svg") ? style.fill : style.color);
      let ground = [255, 255, 255, 1];
      for (let around = element; around; around = around.parentElement) {
        const colour = parts(getComputedStyle(around).backgroundColor);
        if ((colour[3] ?? 1) > 0.5) {
          ground = colour;
          break;
        }
      }
      const what = `${element.localName}.${element.getAttribute("class")} “${element.textContent.trim().slice(0, 30)}”`;
      if (Math.max(red, green, blue) > 110) said.add(`${what} is printed in ${red},${green},${blue}`);
      if (Math.min(...ground.slice(0, 3)) < 240) said.add(`${what} is printed on ${ground}`);
    }
    return [...said];
  });
  await laptop.medium("");
  return found;
}

const addresses = () => ({
  liste: `#/marche/${walk}`,
  observation: `#/marche/${walk}/observation/${observation}`,
  notice: `#/marche/${walk}/notice`,
  reglages: "#/reglages",
  transmettre: `#/marche/${walk}/transmettre`,
  fiche: `preparation.html#/marche/${walk}/fiche`,
  feuille: `preparation.html#/marche/${walk}/preparer/feuille`,
  "arret": `terrain.html#/marche/${walk}/arret/1`,
  constats: room("constats"),
  preconisations: room("preconisations"),
  chiffres: room("chiffres"),
  carnet: room("carnet"),
  "vous-avez-dit": room("vous-avez-dit"),
  bilan: room("bilan"),
});

for (const theme of ["Nuit", "Soir", "Jour"]) {
  chapter(`what is printed is black on white: ${theme}`, { timeout: 5 * 60_000 }, async () => {
    await laptop.open("#/reglages");
    await laptop.tap(theme);
    const wrong = {};
    for (const [name, address] of Object.entries(addresses())) {
      await visit(address);
      const said = await pale();
      const { file, text, words, wide } = await printed(`${theme}-${name}`);
      const grey = pixels(file);
      const light = grey.filter((value) => value > 200).length / grey.length;
      if (light < 0.75) said.push(`only ${Math.round(light * 100)} % of the first page is white`);
      for (const pressed of ["Imprimer", "Dans le groupe", "Réglages", "Lire l’écran", "Cacher l’écran", "Transmettre à"]) {
        if (name !== "reglages" && text.includes(pressed)) said.push(`“${pressed}” is printed`);
      }
      if (name === "chiffres") {
        if (!text.includes("restent dans le groupe")) said.push("that figures stay in the group is not printed");
        if (/Plutôt|Problème|\b\d+ observations/.test(text)) said.push(`counts of the group are printed: ${text.slice(0, 200)}`);
      }
      const out = words.find(({ left, right }) => left < 5 || right > wide - 5);
      if (out) said.push(`“${out.word}” leaves the page: ${out.left} to ${out.right} of ${wide}`);
      if (said.length) wrong[name] = said;
    }
    assert.ok(Object.keys(wrong).length === 0, JSON.stringify(wrong, null, 1));
  });
}

chapter("a long link neither cuts nor shrinks what residents and partners are given", { timeout: 3 * 60_000 }, async () => {
  const size = ({ words }, word) => {
    const found = words.find((one) => one.word === word);
    return found && Math.round((found.bottom - found.top) * 10) / 10;
  };
  // Nothing of the booklet is printed while words of it wait to be looked at.
  const settled = async () => {
    await visit(room("couches"));
    await firstQuestion(laptop);
    await laptop.tap("#layers-next");
    await laptop.tap("#settle-commune");
    await laptop.type("#commune", "80021");
    await laptop.tap("#keep-commune");
    await firstQuestion(laptop);
    await settle(laptop);
  };
  await settled();
  const before = {};
  for (const name of ["vous-avez-dit", "carnet"]) {
    await visit(room(name));
    await laptop.see("#print-document");
    before[name] = await printed(`avant-${name}`);
  }
  await visit(room("preconisations"));
  const constat = await laptop.run(() => /constat\/[\w-]+/.exec([...document.querySelectorAll(".preconisation")].find((card) => card.innerText.includes("Réparer les lampes")).querySelector('a[href*="/constat/"]').href)[0]);
  await visit(room(constat));
  await laptop.type("css=[id^=preco-title]", `${LINK}\uE004`);
  await laptop.until("the title is on disk", async () => Object.values((await onDisk(laptop)).records).some((line) => line.includes(LINK)));
  await settled();
  for (const name of ["vous-avez-dit", "carnet"]) {
    await visit(room(name));
    await laptop.until("the link stands there", () => laptop.run((link) => document.querySelector("#document")?.textContent.includes(link), LINK));
    const now = await printed(`lien-${name}`);
    const word = "préconisation";
    const common = before[name].words.find(({ word }) => word.length > 4 && now.words.some((one) => one.word === word))?.word ?? word;
    assert.deepEqual(await tooWide(), [], `${name}: nothing is wider than a page`);
    assert.equal(size(now, common), size(before[name], common), `${name}: the letters are as large as before`);
    assert.ok(now.words.every(({ left, right }) => left > 5 && right < now.wide - 5), `${name}: nothing leaves the page`);
    const said = cannot({ firefox: "Firefox prints thick letters as pictures" }) ? await laptop.text("#document") : now.text;
    // Read from paper, a dash at the end of a line is taken for a hyphen.
    const whole = (text) => text.replace(/[\s\u2010-]/g, "");
    assert.ok(whole(said).includes(whole(LINK)), `${name}: the whole link is on paper`);
    const over = await laptop.run(() => {
      const cut = [];
      for (const card of document.querySelectorAll(".progress, .wish, .finding, td, th")) {
        const own = card.getBoundingClientRect();
        for (const part of card.querySelectorAll("*")) {
          const box = part.getBoundingClientRect();
          if (box.width > 1 && box.right > own.right + 1) cut.push(`${part.localName} of ${card.className || card.localName}`);
        }
      }
      return cut;
    });
    assert.deepEqual(over, [], `${name}: nothing runs over what stands beside it`);
  }
});
