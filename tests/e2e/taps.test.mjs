// A finger that comes down twice, with real touches: on a principle, on each category of it, on an answer.
// What the second touch falls on, on the screen that came, is not answered by it.

import assert from "node:assert/strict";
import { after, before } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { APART, TWO_TAPS_MS, twice } from "./finger.mjs";
import { chapter, observations, onDisk, startWalk } from "./story.mjs";

/** What one tap on a category says. */
const UNASKED = ["made", "category", "words_language", "source", "voices"];
let phone;
let walk;

before(async () => {
  phone = await startPhone();
  await startWalk(phone);
  walk = await phone.run(() => location.hash.split("/")[2]);
});
after(() => phone?.close());

const said = async () => Object.values(observations(await onDisk(phone)));

chapter("a finger that comes down twice on a category says it once, and answers nothing", { timeout: 8 * 60_000 }, async () => {
  await phone.tap(".fab");
  await phone.see("css=.tile.large");
  const principles = await phone.run(() => document.querySelectorAll(".tile.large").length);
  let made = 0;
  let tries = 0;
  const wrong = [];
  for (let principle = 0; principle < principles; principle += 1) {
    let categories = 1;
    for (let category = 0; category < categories; category += 1) {
      tries += 1;
      assert.ok(tries < 120, "the machine is too busy to tap twice");
      const apart = APART[tries % APART.length];
      await phone.open(`index.html#/marche/${walk}`);
      await phone.see(".fab");
      const opening = await twice(phone, ".fab", 0, APART[(tries + 3) % APART.length]);
      if (opening >= TWO_TAPS_MS) {
        category -= 1;
        continue;
      }
      await phone.see("css=.tile.large");
      const known = (await said()).length;
      const gap = await twice(phone, ".tile.large", principle, apart);
      // A busy machine makes of it two taps, each meant.
      if (gap >= TWO_TAPS_MS && (await said()).length > known) {
        made += 1;
        category -= 1;
        continue;
      }
      await phone.see("css=.tile[data-code]");
      categories = await phone.run(() => document.querySelectorAll(".tile[data-code]").length);
      assert.equal((await said()).length, made, `a principle alone says nothing (${principle}, ${apart} ms)`);
      const code = await phone.run((index) => document.querySelectorAll(".tile[data-code]")[index].dataset.code, category);
      const again = await twice(phone, ".tile[data-code]", category, apart);
      await phone.until("nothing was said", async () => (await said()).length > made);
      await sleep(300);
      const all = await said();
      if (again >= TWO_TAPS_MS) {
        made = all.length;
        category -= 1;
        continue;
      }
      made += 1;
      const newest = all.sort((a, b) => a.at - b.at).at(-1);
      const answers = Object.keys(newest.body).filter((name) => !UNASKED.includes(name));
      if (all.length !== made || newest.body.category !== code || answers.length) {
        wrong.push(`${code}, ${apart} ms: ${all.length} of ${made}, ${newest.body.category}, ${answers}`);
        made = all.length;
      }
    }
  }
  assert.deepEqual(wrong, []);
  assert.ok(made >= 30, `${made} categories were tapped`);
});
