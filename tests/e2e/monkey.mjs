// Random walks on the release build in Chromium: fingers that come down once, twice, for long or two at
// a time, words typed and taken back, reloads, SIGKILL, a second tab, positions that come and go. An
// oracle hears every intention beside the app; after each step the screen and the disk are held against
// it. `script/monkey [WALKS] [SEED]`; not one of the tests, it takes minutes for ten walks.

import { setTimeout as sleep } from "node:timers/promises";

import { DIST, startPhone } from "./browser.mjs";
import { HERE, brokenRecords, observations, onDisk } from "./story.mjs";

const WALKS = Number(process.argv[2] ?? 300);
const SEED = Number(process.argv[3] ?? 1);
const STEPS = Number(process.env.STEPS ?? 14);
/** A screen is read before it is touched: longer than what is taken for the rest of the tap before. */
const READ_MS = 450;

/** Something stands there that was not meant, is missing, or is said and not so. */
class Contradiction extends Error {}
const must = (is, why) => {
  if (!is) throw new Contradiction(why);
};

// The same numbers from the same seed (mulberry32), anew for each walk.
let state = 0;
const random = () => {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
};
const below = (end) => Math.floor(random() * end);
const one = (of) => of[below(of.length)];

const POLARITIES = { Problème: "negative", "Point fort": "positive", "Ni l’un ni l’autre": "neutral" };
const POSITIONS = [HERE, { ...HERE, accuracy: 400 }, { ...HERE, lat: HERE.lat + 0.4 }, { lat: 0, lon: 0, accuracy: 5 }, null];
const counts = { touches: 0, doubles: 0, kills: 0, reloads: 0, tabs: 0, said: 0, erased: 0 };

let phone;
let walk;
let steps;
/** By id: { category, answers: {question: label}, words, since, kept, withdrawn, finished, mark, erased } */
let things;

// --- The hand ------------------------------------------------------------------------------------

/** Where the middle of the element at this place among those of a selector is, once it stands still. */
async function spotOf(selector, at = 0) {
  let before = "";
  return phone.until(`no ${selector} ${at}`, async () => {
    const spot = await phone.run(
      (selector, at) => {
        const shown = [...document.querySelectorAll(selector)].filter((each) => each.getClientRects().length > 0);
        const element = shown[at];
        if (!element) return null;
        element.scrollIntoView({ block: "center" });
        const { left, top, width, height } = element.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        const there = document.elementFromPoint(x, y);
        return there && element.contains(there) ? { x, y } : null;
      },
      selector,
      at,
    );
    const stands = spot && JSON.stringify(spot) === before;
    before = JSON.stringify(spot);
    return stands && spot;
  });
}

/** `at`: when the finger came down, ms since 1970: a busy machine hears of it late, as a slow phone does. */
async function press(x, y, { long = false, second, at = Date.now() } = {}) {
  const points = second ? [{ x, y, id: 0 }, { ...second, id: 1 }] : [{ x, y, id: 0 }];
  await phone.cdp("Input.dispatchTouchEvent", { type: "touchStart", touchPoints: points, timestamp: at / 1000 });
  if (long) await sleep(700);
  await phone.cdp("Input.dispatchTouchEvent", { type: "touchEnd", touchPoints: [] });
}

/** Touches on purpose; gives whether it is sure that a tap came of it. */
async function touch(selector, which = 0, kind = one(["single", "single", "double", "double", "long", "two"])) {
  // Whoever taps on purpose has seen what there is: on a busy machine that comes late.
  await phone.run(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
  await sleep(READ_MS);
  const { x, y } = await spotOf(selector, which);
  counts.touches += 1;
  steps.push(`  ${kind} touch on ${selector} ${which}`);
  const at = Date.now();
  if (kind === "two") await press(x, y, { second: { x: 180, y: 400 }, at });
  else await press(x, y, { long: kind === "long", at });
  if (kind === "double") {
    counts.doubles += 1;
    const again = at + one([65, 120, 180, 260, 340]);
    await sleep(again - Date.now());
    await press(x + below(20) - 10, y + below(20) - 10, { at: again });
  }
  return kind === "single" || kind === "double";
}

/** Touches until what should come of it is there. A long touch, or one with two fingers, may do nothing;
 *  a tap may not. */
async function touchFor(selector, at, what, isThere) {
  for (let kind; ; kind = "single") {
    const sure = await touch(selector, at, kind);
    const end = Date.now() + (sure ? 4000 : 800);
    while (Date.now() < end) {
      if (await isThere()) return;
      await sleep(40);
    }
    must(!sure, `a tap on ${selector} did nothing: ${what} is not there`);
  }
}

const hash = () => phone.run(() => location.hash);
const shows = (selector, count = 1) => phone.run((selector, count) => document.querySelectorAll(selector).length >= count, selector, count);

async function opens(slug) {
  const address = `#/marche/${walk}${slug}`;
  if ((await hash()) !== address) {
    await phone.run((address) => { location.hash = address; }, address);
    await phone.until(`${address} is not open`, async () => (await hash()) === address);
  }
}

async function opensOne(id, panel = "") {
  await opens(`/observation/${id}${panel}`);
  await phone.until("the observation is not there", () => shows(panel ? "#text-words" : "#safety[data-saved]"));
}

const saved = () => phone.until("never « Enregistré »", () => shows("#safety[data-saved=true]"));

// --- What happens --------------------------------------------------------------------------------

const standing = (wanted = () => true) => Object.entries(things).filter(([, it]) => !it.erased && wanted(it)).map(([id]) => id);
const someone = (wanted) => {
  const ids = standing(wanted);
  return ids.length === 0 ? undefined : random() < 0.5 ? ids.at(-1) : one(ids);
};

async function tags() {
  await opens("");
  const before = new Set(Object.keys(things));
  await touchFor(".fab", 0, "the principles", async () => {
    const at = await hash();
    must(!/\/observation\/|\/dire\/[a-z]/.test(at), `one tap on + led to ${at}`);
    return /\/dire/.test(at) && (await shows(".tile.large", 6));
  });
  await touchFor(".tile.large", below(6), "the categories", async () => {
    must(!/\/observation\//.test(await hash()), "a tap on a principle said something");
    return shows(".tile[data-code]");
  });
  const codes = await phone.run(() => [...document.querySelectorAll(".tile[data-code]")].map((tile) => tile.dataset.code));
  const at = below(codes.length);
  steps.push(`says ${codes[at]}`);
  await touchFor(".tile[data-code]", at, "the observation", async () => (await hash()).includes("/observation/") && (await shows("#safety[data-saved]")));
  const id = (await hash()).split("/")[4];
  must(!before.has(id), "nothing new was begun");
  things[id] = { category: codes[at], answers: {}, words: "", since: [], marks: [] };
  counts.said += 1;
  await saved();
}

/** The answers that are pressed on the screen of an observation: by question, the label. */
const pressed = () =>
  phone.run(() =>
    Object.fromEntries(
      [...document.querySelectorAll(".question")].flatMap((question, number) =>
        [...question.querySelectorAll(".answer[aria-pressed=true]")].map((answer) => [number, answer.innerText.trim()]),
      ),
    ),
  );

async function answers(isCut = false) {
  const id = someone((it) => !it.withdrawn);
  if (!id) return;
  await opensOne(id);
  const all = await phone.run(() =>
    [...document.querySelectorAll(".answer")]
      .map((answer, at) => ({ at, label: answer.innerText.trim(), question: [...document.querySelectorAll(".question")].indexOf(answer.closest(".question")), can: answer.hasAttribute("aria-pressed") }))
      .filter(({ can, question }) => can && question >= 0),
  );
  if (all.length === 0) return;
  const { label, question } = one(all);
  const at = await phone.run((label, question) => [...document.querySelectorAll(".answer")].filter((each) => each.getClientRects().length > 0).findIndex((each) => each.innerText.trim() === label && each.closest(".question") === document.querySelectorAll(".question")[question]), label, question);
  const before = { ...things[id].answers };
  const after = { ...before };
  if (after[question] === label) delete after[question];
  else after[question] = label;
  steps.push(`answers « ${label} » of ${id}`);
  things[id].answers = after;
  if (isCut) {
    things[id].cut = before;
    await touch(".answer", at, one(["single", "double"]));
    return;
  }
  const is = async (wanted) => JSON.stringify(await pressed()) === JSON.stringify(wanted);
  await touchFor(".answer", at, `« ${label} »`, () => is(after));
  await sleep(150);
  must(await is(after), `« ${label} » was tapped: ${JSON.stringify(await pressed())} stands, meant was ${JSON.stringify(after)}`);
  await saved();
}

async function types() {
  const id = someone((it) => !it.withdrawn);
  if (!id) return;
  await opensOne(id, "/mots");
  const thing = things[id];
  const mark = `m${counts.touches}x${below(1e6)}`;
  thing.marks.push(mark);
  const text = one([`${mark} il fait noir`, mark, `${mark} chez Mme Exemple`]);
  const takesBack = one([0, 0, 4, text.length]);
  const kept = text.slice(0, text.length - takesBack).trim();
  steps.push(`types « ${text} », takes back ${takesBack}, in ${id}`);
  await phone.run(() => {
    const field = document.querySelector("#text-words");
    field.focus();
    field.select();
  });
  const input = (text) => phone.cdp("Input.insertText", { text });
  for (let end = 1; end <= text.length; end += 1) {
    thing.since.push(text.slice(0, end).trim());
    await input(text[end - 1]);
    if (random() < 0.05) await sleep(2100);
  }
  const key = { key: "Backspace", code: "Backspace", windowsVirtualKeyCode: 8 };
  for (let back = 1; back <= takesBack; back += 1) {
    thing.since.push(text.slice(0, text.length - back).trim());
    for (const type of ["keyDown", "keyUp"]) await phone.cdp("Input.dispatchKeyEvent", { type, ...key });
  }
  thing.words = kept;
  const shown = await phone.run(() => document.querySelector("#text-words").value.trim());
  must(shown === kept, `the field says « ${shown} », « ${kept} » was typed`);
  const end = below(3);
  if (end === 0) return; // Something else happens at once.
  if (end === 1) await sleep(2300);
  await opensOne(id);
  await saved();
  await phone.until("the words are not on disk", async () => (observations(await onDisk(phone))[id].body.words ?? "") === kept, 5000);
  thing.since = [];
  thing.kept = kept;
}

async function withdraws() {
  const id = someone(() => true);
  if (!id) return;
  await opensOne(id);
  const isBack = things[id].withdrawn === true;
  steps.push(`${isBack ? "puts back" : "withdraws"} ${id}`);
  things[id].withdrawn = !isBack;
  const is = async () => {
    if (isBack) return shows("#safety button");
    return (await hash()) === `#/marche/${walk}`;
  };
  await touchFor(isBack ? ".last .button" : "#safety button", 0, "what follows", is);
  await sleep(450);
}

async function finishes() {
  const id = someone((it) => !it.withdrawn);
  if (!id) return;
  await opensOne(id);
  steps.push(`finishes ${id}`);
  things[id].finished = true;
  await touchFor(".last .button", 0, "the list", async () => (await hash()) === `#/marche/${walk}`);
}

async function erases() {
  const id = someone((it) => it.withdrawn);
  if (!id) return;
  await opensOne(id);
  steps.push(`erases ${id}`);
  await touchFor("#erase-ask", 0, "the question", () => shows("#erase-confirm"));
  await touchFor("#erase-confirm", 0, "the list of what was withdrawn", async () => !(await hash()).includes(id));
  await phone.until("it is not erased", async () => !JSON.stringify(observations(await onDisk(phone))).includes(id));
  things[id].erased = true;
  counts.erased += 1;
}

/** Again on the walk, whichever page or browser it is. */
async function again() {
  await phone.open(`#/marche/${walk}`);
  await phone.see(".fab");
  // What was typed is taken up once the walk is loaded.
  await sleep(300);
}

/** What was on its way, or only in local storage, came through or not: it is as the disk says, if that is
 *  something that was meant. */
async function settles(isKilled) {
  const disk = observations(await onDisk(phone));
  for (const [id, it] of Object.entries(things)) {
    if (it.erased) continue;
    must(disk[id], `${id} was called safe and is gone`);
    const words = disk[id].body.words ?? "";
    must(words === it.words || (isKilled && (words === (it.kept ?? "") || it.since.includes(words))), `${id}: « ${words} » stands, « ${it.words} » was meant`);
    it.words = it.kept = words;
    it.since = [];
    if (it.cut) {
      await opensOne(id);
      const stands = JSON.stringify(await pressed());
      must([it.cut, it.answers].some((could) => JSON.stringify(could) === stands), `${id}: ${stands} stands after a kill`);
      it.answers = JSON.parse(stands);
      delete it.cut;
    }
  }
}

async function reloads() {
  steps.push("the page is loaded anew");
  counts.reloads += 1;
  await phone.reload();
  await again();
  await settles(false);
}

async function dies() {
  if (random() < 0.4) await answers(true);
  const wait = one([0, 0, 50, 400, 3000]);
  steps.push(`the browser is killed after ${wait} ms`);
  counts.kills += 1;
  await sleep(wait);
  await phone.restart();
  await again();
  await settles(true);
}

async function inAnotherTab() {
  steps.push("in a second tab");
  counts.tabs += 1;
  const first = await phone.driver.getWindowHandle();
  await phone.driver.switchTo().newWindow("tab");
  await again();
  await one([tags, answers, finishes, withdraws])();
  await sleep(300);
  if (random() < 0.5) {
    await phone.driver.close();
    await phone.driver.switchTo().window(first);
  } else {
    // The older tab is the one that is closed.
    const second = await phone.driver.getWindowHandle();
    await phone.driver.switchTo().window(first);
    await phone.driver.close();
    await phone.driver.switchTo().window(second);
  }
  await again();
}

async function moves() {
  const position = one(POSITIONS);
  steps.push(`position ${JSON.stringify(position)}`);
  await phone.geolocate(position);
  await phone.cdp("Emulation.setTimezoneOverride", { timezoneId: one(["Europe/Paris", "America/New_York", "Asia/Kathmandu"]) });
}

const walkOf = (hash) => hash.split("/")[2];

/** A new walk, from the list of walks: an address without a fragment would lead to the last one. */
async function begins() {
  await phone.tap("Nouvelle marche");
  await phone.tap("Créer la marche");
  await phone.tap("Nous l'avons entendu");
  await phone.see(".fab");
  const made = walkOf(await hash());
  const isHeard = (line) => JSON.parse(line).kind === "notice" && line.includes(made);
  await phone.until("the walk is not on disk", async () => Object.values((await onDisk(phone)).records).some(isHeard));
}

// --- The oracle ----------------------------------------------------------------------------------

async function agrees() {
  const disk = await onDisk(phone);
  must(brokenRecords(disk).length === 0, "a record is not whole");
  const stands = Object.fromEntries(Object.entries(observations(disk)).filter(([, { walk: of }]) => of === walk));
  for (const id of Object.keys(stands)) must(things[id] && !things[id].erased, `${id} stands and was not meant: ${JSON.stringify(stands[id].body)}`);
  for (const id of standing()) {
    const it = things[id];
    must(stands[id], `${id} is missing`);
    const { body } = stands[id];
    must(body.category === it.category, `${id} is about ${body.category}, meant was ${it.category}`);
    must(Boolean(body.withdrawn) === Boolean(it.withdrawn), `${id} withdrawn: ${body.withdrawn}`);
    must(Boolean(body.finished) === Boolean(it.finished), `${id} finished: ${body.finished}`);
    const words = body.words ?? "";
    must(words === it.words || words === (it.kept ?? "") || it.since.includes(words), `${id} says « ${words} », meant was « ${it.words} »`);
    const polarity = Object.values(it.answers).map((label) => POLARITIES[label.replace(/'/g, "’").replace(/[\u00a0\u202f]/g, " ")]).find(Boolean);
    must(body.polarity === polarity, `${id} is ${body.polarity}, meant was ${polarity}`);
    must(Object.keys(it.answers).length > 0 || (body.feeling === undefined && body.severity === undefined), `${id} has an answer that nobody gave`);
    const place = body.observer?.at;
    if (place) must(Math.abs(place[1] / 1e7 - HERE.lat) < 0.1, `${id} stands at ${place}: nobody was there`);
  }
  const everywhere = await phone.run(() => JSON.stringify({ ...localStorage }));
  const lines = Object.values(disk.records).join("\n");
  for (const { marks } of Object.values(things).filter((it) => it.erased)) {
    for (const mark of marks) must(!lines.includes(mark) && !everywhere.includes(mark), `« ${mark} » was erased and is there`);
  }
  // What the card of the walk says: nothing is in a file, so it is not green; and it counts what stands.
  if ((await hash()) === `#/marche/${walk}` && (await shows("#safety"))) {
    const shown = standing((it) => !it.withdrawn).length;
    const { isGood, rows } = await phone.run(() => ({
      isGood: document.querySelector("#safety").classList.contains("good"),
      rows: document.querySelectorAll("main a[href*='/observation/']").length,
    }));
    must(!(isGood && shown > 0), "the card is green, and nothing is in a file");
    must(rows >= shown, `${rows} rows, ${shown} stand`);
  }
  if (/\/observation\/[^/]+$/.test(await hash()) && (await shows("#safety[data-saved=true]"))) {
    const it = things[(await hash()).split("/")[4]];
    const answered = await pressed();
    must(JSON.stringify(answered) === JSON.stringify(it.answers), `${JSON.stringify(answered)} is pressed, meant was ${JSON.stringify(it.answers)}`);
  }
}

// --- The walks -----------------------------------------------------------------------------------

const DICE = [
  [tags, 22], [answers, 22], [types, 16], [finishes, 8], [withdraws, 9], [erases, 5], [reloads, 6], [dies, process.env.KILLS === "0" ? 0 : 5], [inAnotherTab, 4], [moves, 3],
];

async function goesOn() {
  let at = below(DICE.reduce((sum, [, weight]) => sum + weight, 0));
  const [step] = DICE.find(([, weight]) => (at -= weight) < 0);
  await step();
  await agrees();
}

const started = Date.now();
let walked = 0;
try {
  phone = await startPhone({ dir: process.env.ECLAIREUSE_DIST ?? DIST });
  await phone.geolocate(HERE);
  await phone.open();
  await phone.offlineReady();
  for (; walked < WALKS; walked += 1) {
    [state, steps, things] = [SEED + walked, [], {}];
    await phone.open("#/reglages");
    await phone.see("#storage");
    await phone.open("#/");
    await begins();
    walk = walkOf(await hash());
    // The first one stands where she is: of a walk of which no place is known, none is far.
    await phone.geolocate(HERE);
    await tags();
    await phone.until("no position", async () => Object.values(observations(await onDisk(phone))).some(({ walk: of, body }) => of === walk && body.observer));
    for (let step = 0; step < STEPS; step += 1) await goesOn();
    if ((walked + 1) % 10 === 0 || walked + 1 === WALKS) {
      console.log(`${walked + 1} walks in ${Math.round((Date.now() - started) / 1000)} s: ${JSON.stringify(counts)}`);
    }
  }
} catch (problem) {
  console.error(`walk ${walked + 1}, seed ${SEED + walked}: ${problem instanceof Contradiction ? problem.message : problem.stack}`);
  console.error(steps?.map((step, at) => `${String(at).padStart(4)} ${step}`).join("\n"));
  console.error(`On the screen:\n${await phone?.run(() => `${location.hash}\n${document.body?.innerText}`).catch(() => "(no page)")}`);
  process.exitCode = 1;
} finally {
  await phone?.close();
}
