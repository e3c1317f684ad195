// A finger that comes down twice is heard once, on every screen: of the walk, of the ground, of the
// preparation and of the workshop.

import assert from "node:assert/strict";
import { execFileSync } from "node:child_process";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { APART, TWO_TAPS_MS, twice } from "./finger.mjs";
import { HERE, chapter, pagesOf, startWalk, tag, takeIn, withdrawOne } from "./story.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
/** The id of the campaign that the example makes. */
const CAMPAIGN = "0192f3a0-0000-7000-8000-000000000ca0";

let phone;
let folder;
before(async () => {
  folder = await mkdtemp(join(tmpdir(), "eclaireuse-twice-"));
  phone = await startPhone();
});
after(async () => {
  await phone?.close();
  if (folder) await rm(folder, { recursive: true, force: true });
});

chapter("a finger that comes down twice is heard once", { timeout: 10 * 60_000 }, async () => {
  await phone.geolocate(HERE);
  await startWalk(phone, { stops: ["Le square", "Le passage"] });
  const walk = await phone.run(() => location.hash.split("/")[2]);
  await withdrawOne(phone);
  const observation = await tag(phone);
  await phone.open("atelier.html#/atelier");
  const file = join(folder, "campagne.zip");
  execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "campaign", "--", file], { cwd: ROOT });
  await takeIn(phone, "#notebooks", file);
  const room = (name) => `atelier.html#/atelier/${CAMPAIGN}/${name}`;
  const rooms = ["", "saisie", "regrouper", "constats", "relire", "comparer", "decider", "mur", "chiffres", "preconisations", "couches", "reponses", "vous-avez-dit", "carnet", "bilan"];
  const addresses = { ...pagesOf(walk, observation), ...Object.fromEntries(rooms.map((name) => [`atelier ${name}`, room(name)])) };
  // Leaving for another page ends this one, and what it heard; counters are tapped on and on.
  const HEARD = "main button:not([data-again], [data-again] *, :disabled), main a.row, main summary";
  let [touched, changed] = [0, 0];
  const wrong = [];
  for (const [which, [name, address]] of Object.entries(addresses).entries()) {
    if (address === "#/") continue;
    // Now one control of a screen, now another.
    for (const turn of [0, 1]) {
      await phone.open(address);
      await phone.until(`${address} is not drawn`, () => phone.run(() => document.querySelector("main")?.children.length > 0 && !document.querySelector("main > .empty, .workshop > .empty")));
      await phone.run(() => new Promise((painted) => requestAnimationFrame(() => setTimeout(painted))));
      const index = await phone.run(
        (selector, nth) => {
          const all = [...document.querySelectorAll(selector)];
          const within = all.filter((each) => each.checkVisibility({ visibilityProperty: true }) && !/\.html/.test(each.getAttribute("href") ?? "") && !/^(Imprimer|Print)/.test(each.innerText));
          window.clicks = 0;
          window.counts ??= document.addEventListener("click", (event) => event.detail > 0 && (window.clicks += 1)) ?? true;
          window.screenBefore = document.querySelector("main").innerText + location.hash;
          return within.length ? all.indexOf(within[nth % within.length]) : -1;
        },
        HEARD,
        which + turn * 3,
      );
      if (index < 0) continue;
      const gap = await twice(phone, HEARD, index, APART[(which + turn) % APART.length]);
      await sleep(120);
      const { clicks, other } = await phone.run(() => ({ clicks: window.clicks, other: document.querySelector("main")?.innerText + location.hash !== window.screenBefore }));
      // Another page was opened by the first, which tells no more what it heard.
      if (clicks === null || clicks === undefined) continue;
      // A busy machine makes of it two taps, each meant.
      if (gap >= TWO_TAPS_MS) continue;
      touched += 1;
      changed += Number(other);
      if (clicks !== 1) wrong.push(`${name}, control ${index}: ${clicks} clicks were heard`);
    }
  }
  console.log(`${touched} controls were touched twice, ${changed} of them changed the screen`);
  assert.deepEqual(wrong, []);
  assert.ok(touched > 60 && changed > 20, `${touched} controls were touched twice, ${changed} of them changed the screen`);
});
