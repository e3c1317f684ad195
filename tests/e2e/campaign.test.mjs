// After the walk: twelve notebooks of two walks, by day and by night, become one campaign; a group
// puts together what was said, decides, asks. Without a network. Everything in it is invented.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { ENGINE, cannot, startPhone } from "./browser.mjs";
import { invented } from "./invented/made.mjs";
import { HERE, brokenRecords, chapter, onDisk, openWalk, save, startWalk, tag, takeForeseen, takeIn } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;

let laptop;
let folder;
let files;
let codes;
let campaign;

/** Notebooks made by walks that are replayed through the app. */
export function notebooks(into, ...asked) {
  const said = execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "notebooks", "--", into, ...asked], { cwd: ROOT, encoding: "utf8" });
  return said.trim().split("\n").map((line) => line.split(" "));
}

const room = (name = "") => `atelier.html#/atelier/${campaign}/${name}`;

async function enter(name) {
  await laptop.open(room(name));
  await laptop.until(`not in ${name}`, () =>
    laptop.run((name) => location.hash.endsWith(`/${name}`) && document.querySelector(".workshop") !== null && !document.querySelector(".workshop > .empty"), name));
}

/** A set of records on disk, by kind. */
async function kinds(phone) {
  const count = {};
  for (const line of Object.values((await onDisk(phone)).records)) {
    const { kind } = JSON.parse(line);
    count[kind] = (count[kind] ?? 0) + 1;
  }
  return count;
}

before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-campaign-"));
  const made = notebooks(folder, "--photos", "24", "--roads", invented("roads.geojson"), "--picture", invented("turned.jpg"));
  files = made.map(([file]) => file);
  codes = made.map(([, code]) => code);
  assert.equal(files.length, 12);
  laptop = await startPhone();
  await laptop.open("atelier.html#/atelier");
  await laptop.offlineReady();
  await laptop.stopServer();
});
after(async () => {
  await laptop?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

chapter("twelve notebooks in any order, some twice, one cut short: the same campaign", { timeout: 120_000 }, async () => {
  await laptop.open("atelier.html#/atelier");
  await laptop.see("Nouvelle campagne");
  await laptop.type("#campaign-title", "Automne (inventé)");
  await laptop.type("#campaign-reference", "EX-2025-01\uE004");
  await laptop.tap("#begin-campaign");
  await laptop.see("Prendre des carnets");
  campaign = await laptop.run(() => location.hash.split("/")[2]);

  const cut = join(folder, "coupe.zip");
  await writeFile(cut, (await readFile(files[3])).subarray(0, 20_000));
  const taken = async (...chosen) => {
    return takeIn(laptop, "#notebooks", chosen);
  };
  assert.match(await taken(...files.slice(6).reverse(), cut), /coupe\.zip/, "it is named before anything is taken");
  assert.match(await laptop.text("#taken-in"), /coupe\.zip/, "the damaged one is named");
  await taken(...files.slice(0, 8));
  await laptop.until("twelve phones", async () => (await laptop.run(() => document.querySelectorAll(".phone").length)) === 12);
  const shown = await laptop.run(() => [...document.querySelectorAll(".phone")].map((phone) => phone.dataset.code));
  assert.deepEqual(shown.sort(), [...codes].sort(), "the codes are those the phones show");
  await laptop.see("240 observations");
  await laptop.see("Les six principes ont été entendus");
  await laptop.see("2 arrêts où rien n");

  const before = await onDisk(laptop);
  assert.deepEqual(brokenRecords(before), []);
  assert.equal(Object.keys(before.media).length, 24);
  await taken(...files);
  await sleep(500);
  const again = await onDisk(laptop);
  assert.deepEqual(Object.keys(again.records), Object.keys(before.records), "nothing changes the second time");
});

chapter("a folder that is dropped is its files, however deep", { timeout: 60_000, skip: cannot({ firefox: "no way to drop a folder by its driver", webkit: "no way to drop a folder by its driver" }) }, async () => {
  await enter("");
  const folder = join(tmpdir(), "eclaireuse-carnets", "Carnets du 12");
  await mkdir(join(folder, "téléphone 3"), { recursive: true });
  await copyFile(files[0], join(folder, "téléphone 3", "carnet.zip"));
  await writeFile(join(folder, ".DS_Store"), "x");
  const at = await laptop.run(() => {
    const { left, top } = document.querySelector(".workshop").getBoundingClientRect();
    return { x: left + 60, y: Math.max(top, 0) + 20 };
  });
  for (const type of ["dragEnter", "dragOver", "drop"])
    await laptop.cdp("Input.dispatchDragEvent", { type, ...at, data: { items: [], files: [folder], dragOperationsMask: 1 } });
  await takeForeseen(laptop, { timeout: 30_000 });
  await laptop.see("#taken-in", { timeout: 30_000 });
  assert.match(await laptop.text("#taken-in"), /rien de nouveau|Déjà là/i);
});

chapter("files can be dropped on any room", { timeout: 60_000 }, async () => {
  await enter("saisie");
  const bytes = (await readFile(files[0])).toString("base64");
  await laptop.run(async (bytes) => {
    const file = new File([Uint8Array.from(atob(bytes), (letter) => letter.charCodeAt(0))], "depose.zip", { type: "application/zip" });
    const dataTransfer = new DataTransfer();
    dataTransfer.items.add(file);
    document.querySelector(".workshop").dispatchEvent(new DragEvent("drop", { bubbles: true, cancelable: true, dataTransfer }));
  }, bytes);
  await takeForeseen(laptop, { timeout: 30_000 });
  await laptop.see("#taken-in", { timeout: 30_000 });
  assert.match(await laptop.text("#taken-in"), /rien de nouveau|Déjà là/i);
});

chapter("paper is typed in with the printed codes", async () => {
  await enter("saisie");
  await laptop.type("#entry-code", "9.9");
  await laptop.tap("#entry-save");
  await laptop.see("n’est pas dans la grille");
  await laptop.run(() => (document.querySelector("#entry-code").value = ""));
  await laptop.type("#entry-code", "2.1");
  await laptop.see("Éclairage public");
  await laptop.type("#entry-feeling", "0");
  await laptop.type("#entry-words", "Écrit au crayon");
  await laptop.tap("#entry-save");
  await laptop.see("1 saisies en tout");
  await laptop.until("typed on disk", async () =>
    Object.values((await onDisk(laptop)).records).some((line) => line.includes("Écrit au crayon") && line.includes('"source":"workshop"')));
});

chapter("what is suggested is put together by a person, and undone", { timeout: 60_000 }, async () => {
  await enter("regrouper");
  const count = async () => Number(/^(\d+)/.exec(await laptop.text("#suggestion-count"))[1]);
  const first = await count();
  assert.ok(first > 5, `${first} suggestions`);
  assert.match(await laptop.text("#suggestions"), /observations · .* m au plus/, "each says why");
  const free = async () => Number(/(\d+) observations/.exec(await laptop.text("css=section[aria-labelledby=free]"))[1]);
  const all = await free();
  await laptop.tap("Réunir");
  await laptop.until("put together", async () => (await free()) < all);
  const left = await free();
  await laptop.tap("Annuler");
  await laptop.until("undone", async () => (await free()) === all);
  for (let taken = 0; taken < 4; taken += 1) {
    const now = await free();
    await laptop.tap("Réunir");
    await laptop.until("put together", async () => (await free()) < now);
  }
  assert.ok(left < all);
  // From the list, by keyboard.
  await laptop.run(() => document.querySelector("#observations .member").focus());
  const press = (key) => laptop.driver.actions().sendKeys(key).perform();
  await press("\uE007");
  await laptop.see("1 choisie");
  await press("\uE004");
  await press(" ");
  await laptop.see("2 choisies");
  await laptop.tap("#group-new");
  await laptop.see("Touchez des observations pour les réunir");
  assert.equal((await kinds(laptop)).constat >= 5, true);
});

chapter("on the map the same by dragging; the place does not move", { timeout: 60_000 }, async () => {
  await enter("regrouper");
  await laptop.see("#surface-plan svg");
  const before = await onDisk(laptop);
  const spots = () => laptop.run(() => {
    const centre = (mark) => {
      // Its label stands beside it.
      const { left, top, width, height } = (mark.querySelector("circle, rect, path, polygon") ?? mark).getBoundingClientRect();
      return { x: left + width / 2, y: top + height / 2, id: mark.dataset.id };
    };
    document.querySelector("#surface-plan").scrollIntoView({ block: "center" });
    const { left, top, right, bottom } = document.querySelector("#surface-plan").getBoundingClientRect();
    const inside = ({ x, y }) => x > left + 20 && x < right - 60 && y > top + 20 && y < bottom - 20;
    const of = (name) => [...document.querySelectorAll(`#surface-plan g[data-overlay="${name}"]`)].map(centre).filter(inside);
    // What a finger there would take hold of.
    const seizable = ({ x, y, id }) => document.elementFromPoint(x, y)?.closest("[data-overlay]")?.dataset.id === id;
    return { observations: of("observations").filter(seizable), constats: of("reference") };
  });
  // Closer, until an observation stands alone beside a constat.
  let found;
  for (let zoom = 0; zoom < 10 && !found; zoom += 1) {
    const { observations: [observation], constats } = await spots();
    if (observation && constats.length) found = { observation, constat: constats[0] };
    else await laptop.run(() => [...document.querySelectorAll(".surface-button")].find((button) => /\+|plus|Zoom|Rapprocher|approcher/i.test(button.getAttribute("aria-label") ?? button.textContent))?.click());
    await sleep(200);
  }
  assert.ok(found, "nothing to drag");
  const pointer = (type, x, y) => laptop.mouse(type, { x, y });
  const { observation, constat } = found;
  await pointer("mousePressed", observation.x, observation.y);
  await pointer("mouseMoved", (observation.x + constat.x) / 2, (observation.y + constat.y) / 2);
  await pointer("mouseMoved", constat.x, constat.y);
  await pointer("mouseReleased", constat.x, constat.y);
  await laptop.until("it belongs to the constat", async () => {
    const { records } = await onDisk(laptop);
    return Object.values(records).some((line) => {
      const { kind, body } = JSON.parse(line);
      return kind === "assignment" && body.observation === observation.id && body.constat;
    });
  });
  const after = await onDisk(laptop);
  const said = ({ records }) => Object.keys(records).filter((key) => JSON.parse(records[key]).kind === "observation");
  assert.deepEqual(said(after), said(before), "what was said is as it was");
});

let constat;

chapter("a constat: what is agreed beside what is computed, and a refusal that says why", { timeout: 60_000 }, async () => {
  await enter("constats");
  await laptop.tap("css=a.row-card");
  await laptop.see("Ce que le groupe dit");
  constat = await laptop.run(() => location.hash.split("/")[4]);
  await laptop.see("Calculé, jamais écrit à la main");
  assert.match(await laptop.text("css=section[aria-labelledby=derived]"), /\d+ observations/);
  await laptop.tap("css=[data-step=to_review]");
  await laptop.tap("css=[data-step=validated]");
  await laptop.see("Avant de valider");
  await laptop.type("#constat-title", "On ne voit plus rien après 18 h\uE004");
  await laptop.type("#constat-summary", "Le long du chemin, en hiver, pour celles qui rentrent seules.\uE004");
  await laptop.type("#constat-place", "Le chemin d’exemple\uE004");
  await laptop.run(() => document.querySelector("#constat-lead, [aria-label]"));
  await laptop.tap("css=[data-step=validated]");
  await laptop.see("css=[data-status=validated]");
  // Agreed: it no longer moves without the group.
  await laptop.tap("Retirer");
  await laptop.see("Le groupe a validé ce constat");
});

chapter("préconisations have numbers that stay, and their own life", { timeout: 60_000 }, async () => {
  for (const title of ["Réparer les lampes", "Ouvrir un local le soir"]) {
    const count = await laptop.run(() => document.querySelectorAll(".preconisation").length);
    await laptop.tap("#propose");
    await laptop.until("a card", async () => (await laptop.run(() => document.querySelectorAll(".preconisation").length)) > count);
    const field = await laptop.run(() => [...document.querySelectorAll("[id^=preco-title]")].at(-1).id);
    await laptop.type(`css=[id="${field}"]`, `${title}\uE004`);
  }
  const numbers = await laptop.run(() => [...document.querySelectorAll(".preconisation .number")].map((number) => number.textContent));
  assert.match(numbers[0], /^EX-2025-01-C\d\d-P1$/);
  assert.match(numbers[1], /-P2$/);
  await enter("preconisations");
  await laptop.see("Réparer les lampes");
  await laptop.run(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  await laptop.tap("css=[data-step=to_review]");
  await laptop.until("one step", async () => (await laptop.run(() => document.querySelectorAll("[data-status=to_review]").length)) === 1);
});

chapter("dots, nobody more than the others; the group makes the order", { timeout: 60_000 }, async () => {
  await enter("decider");
  for (let ballot = 0; ballot < 3; ballot += 1) {
    await laptop.tap("#begin-ballot");
    await laptop.see("Il reste 5 points");
    for (let dot = 0; dot < 5; dot += 1) {
      await laptop.run((row) => document.querySelectorAll(".dot-row")[row].querySelectorAll("button")[1].click(), dot < 3 ? 1 : 2 + ballot % 2);
    }
    await laptop.see("Il reste 0 point");
    if (ballot === 0) {
      await laptop.run(() => document.querySelector(".dot-row button:last-of-type").click());
      await laptop.see("Tous les points de ce bulletin sont posés");
    }
    await laptop.tap("#ballot-done");
  }
  await laptop.until("the arithmetic", async () => /3 bulletins, 15 points posés/.test(await laptop.text("#tally")));
  const second = await laptop.run(() => document.querySelectorAll("#order .ranked-head > span")[1].textContent);
  await laptop.tap("#order-by-dots");
  await laptop.until("in the order of the dots", async () => (await laptop.run(() => document.querySelector("#order .ranked-head > span").textContent)) === second);
  await laptop.run(() => document.querySelectorAll("#order .ranked-head button")[1].click());
  await laptop.until("moved down", async () => (await laptop.run(() => document.querySelectorAll("#order .ranked-head > span")[1].textContent)) === second);
});

chapter("two tabs on one campaign do not overwrite each other", { timeout: 60_000 }, async () => {
  await enter("regrouper");
  const first = await laptop.driver.getWindowHandle();
  await laptop.driver.switchTo().newWindow("tab");
  await enter("constats");
  const constats = () => laptop.run(() => document.querySelectorAll("a.row-card").length);
  await laptop.until("the constats", async () => (await constats()) > 0);
  const before = await constats();
  const second = await laptop.driver.getWindowHandle();
  await laptop.driver.switchTo().window(first);
  await laptop.tap("Réunir");
  await laptop.driver.switchTo().window(second);
  await laptop.until("the other tab hears of it", async () => (await constats()) === before + 1);
  await laptop.tap("css=a.row-card:last-of-type");
  await laptop.see("Ce que le groupe dit");
  await laptop.type("#constat-title", "Écrit dans l’autre onglet\uE004");
  await laptop.driver.switchTo().window(first);
  await laptop.tap("Réunir");
  await enter("constats");
  await laptop.see("Écrit dans l’autre onglet");
  assert.equal(await constats(), before + 2);
  await laptop.driver.switchTo().window(second);
  await laptop.driver.close();
  await laptop.driver.switchTo().window(first);
});

chapter("what names somebody is said otherwise, and the original stays", { timeout: 60_000 }, async () => {
  await enter("relire");
  const card = await laptop.text("css=.text-card");
  assert.match(card, /un nom \?|un logement \?/);
  await laptop.type("css=.text-card textarea", "Une personne fait des remarques");
  await laptop.run(() => [...document.querySelectorAll(".text-card .button")][0].click());
  await laptop.see("Sortira");
  const { records } = await onDisk(laptop);
  const wording = Object.values(records).map((line) => JSON.parse(line)).find(({ kind }) => kind === "wording");
  assert.equal(wording.body.text, "Une personne fait des remarques");
  const original = Object.values(records).filter((line) => line.includes(`"id":"${wording.body.observation}"`) && line.includes("Exemple"));
  assert.ok(original.length > 0, "the original is still there");
});

chapter("day and night side by side; figures with a table, and none under five outside", { timeout: 60_000 }, async () => {
  await enter("comparer");
  await laptop.tap("css=[data-change=worse]");
  await laptop.see("css=[data-change=worse][aria-pressed=true]");
  await enter("chiffres");
  await laptop.see("css=#by-principle svg");
  await laptop.tap("#figures-inside");
  await laptop.run(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
  const told = await laptop.run(() => [...document.querySelectorAll(".figure td")].map((cell) => cell.textContent));
  assert.ok(told.length > 20);
  for (const cell of told) assert.ok(!/^[0-5]$/.test(cell), `${cell} is told`);
});

chapter("on the wall: one constat at a time", async () => {
  await enter("mur");
  const title = () => laptop.text("css=.wall-title");
  const first = await title();
  await laptop.tap("#wall-next");
  await laptop.until("the next", async () => (await title()) !== first);
});

chapter("every room: axe, thumb, width", { timeout: 180_000 }, async () => {
  const rooms = ["", "saisie", "regrouper", "constats", `constat/${constat}`, "relire", "comparer", "decider", "mur", "preconisations", "chiffres"];
  for (const name of rooms) {
    await enter(name);
    await laptop.run(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
    await sleep(200);
    assert.deepEqual(await laptop.axe(), [], name);
    const small = await laptop.run(() =>
      [...document.querySelectorAll("a[href], button, input:not(.unseen), select, textarea, summary")]
        .filter((element) => element.checkVisibility() && element.getClientRects().length)
        .map((element) => [element.outerHTML.slice(0, 100), element.getBoundingClientRect()])
        .filter(([, { width, height }]) => width < 48 || height < 48)
        .map(([html, { width, height }]) => `${html} ${Math.round(width)}×${Math.round(height)}`));
    assert.deepEqual(small, [], name);
    const width = await laptop.run(() => document.documentElement.scrollWidth);
    assert.ok(width <= 360, `${name} is wider than the screen: ${width}`);
    await laptop.run(() => scrollTo(0, 0));
    await laptop.screenshot(`360-atelier-${name.split("/")[0] || "carnets"}`);
  }
  for (const name of rooms) {
    await enter(name);
    await laptop.viewport({ width: 1366, height: 768 });
    await laptop.until("as wide as a laptop", () => laptop.run(() => innerWidth === 1366));
    assert.ok((await laptop.run(() => document.documentElement.scrollWidth)) <= 1366, name);
    await laptop.screenshot(`1366-atelier-${name.split("/")[0] || "carnets"}`);
  }
});

chapter("killed and started again: everything decided is there; saved, and taken in elsewhere", { timeout: 120_000 }, async () => {
  const decided = await kinds(laptop);
  await laptop.restart();
  await enter("constats");
  await laptop.see("On ne voit plus rien après 18 h");
  assert.deepEqual(await kinds(laptop), decided);
  await enter("");
  await laptop.tap("#keep-campaign");
  await laptop.see("#file-ready", { timeout: 60_000 });
  await laptop.tap("Enregistrer le fichier");
  const zip = await laptop.waitForDownload(/campagne\.zip$/);
  const other = await startPhone();
  try {
    await other.open("atelier.html#/atelier");
    await other.see("Nouvelle campagne");
    await takeIn(other, "#notebooks", zip);
    assert.doesNotMatch(await other.text("#taken-in"), /plus récente/, "decisions are known");
    await other.open(room("constats"));
    await other.see("On ne voit plus rien après 18 h");
    assert.deepEqual(await onDisk(other), await onDisk(laptop));
    assert.deepEqual(other.requestsToOtherHosts(), []);
  } finally {
    await other.close();
  }
});

chapter("a phone hears that everything arrived, and only then says so", { timeout: 120_000 }, async () => {
  const phone = await startPhone();
  try {
    await phone.geolocate(HERE);
    await startWalk(phone);
    await tag(phone);
    await phone.tap("Terminé");
    await phone.open("#/reglages");
    await phone.tap("Vérifier ce téléphone");
    await phone.see("Tout se relit");
    await openWalk(phone);
    const noted = async () => Object.values((await onDisk(phone)).records).some((line) => line.includes('"check":'));
    await phone.see("Prêt à marcher sans réseau", { timeout: 30_000 });
    await phone.until("the check stands in the walk", noted, 20_000);
    const walk = await phone.run(() => location.hash.split("/")[2]);
    const file = await save(phone, "#notebook-zip", /\.zip$/);
    const code = /[0-9A-Z]{6}/.exec(await phone.text("css=#file-ready .remarks"))[0];
    await enter("");
    await takeIn(laptop, "#notebooks", file);
    // Its walk is not of this campaign: a person says whether it belongs here.
    await laptop.tap('css=[data-offer="yes"]');
    const answer = await laptop.until("the phone's card", () => laptop.run((code) => document.querySelector(`.phone[data-code="${code}"]`)?.dataset.answer, code));
    // The card stands there before the walk that it is about is read.
    const checked = await laptop.until("what it found of itself", () => laptop.run((code) => document.querySelector(`.phone[data-code="${code}"] .phone-check`)?.textContent, code));
    assert.match(checked, ENGINE === "webkit" ? /^Vérifié le .* : une seule copie/ : /^Vérifié le .* : deux copies de tout/);
    assert.match(answer, /^[0-9A-Z]{6}$/);
    assert.notEqual(answer, code);

    await phone.open(`rejoindre.html#/marche/${walk}/recu`);
    await phone.type("#answer", code);
    await phone.tap("#answer-check");
    await phone.see("#answer-differs");
    // As a camera opens what it scanned: in a page of its own.
    await phone.driver.get("about:blank");
    await phone.open(`rejoindre.html#/marche/${walk}/recu/${answer}`);
    await phone.see("#answer-matches");
    await phone.open(`#/marche/${walk}/transmettre`);
    await phone.see("#received");
    // What is said afterwards has not arrived.
    await phone.open(`#/marche/${walk}`);
    await phone.geolocate(HERE);
    await tag(phone, "Agir ensemble", "Entraide");
    await phone.open(`#/marche/${walk}/transmettre`);
    await phone.see("J’ai la réponse");
    assert.ok(!(await phone.shows("#received")));
    assert.ok(Object.keys((await onDisk(phone)).records).length > 0, "nothing is wiped by itself");
  } finally {
    await phone.close();
  }
});

chapter("nobody else was asked for anything, and nothing failed", async () => {
  assert.deepEqual(laptop.requestsToOtherHosts(), []);
  assert.deepEqual((await laptop.problems()).filter((problem) => !/Failed to load resource|net::ERR/.test(problem)), []);
});
