// The promise: what said "Enregistré" is there after the battery is taken out, whole. SIGKILL to the
// browser, the same profile started again, fifty times, at random moments of a walk.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { HERE, brokenRecords, observations, onDisk, openWalk, startWalk, tagOnce } from "./story.mjs";

const KILLS = Number(process.env.KILLS ?? 50);
// Repeatable: the same moments every time, and another walk with another SEED.
let seed = Number(process.env.SEED ?? 20260626);
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};

let phone;
before(async () => {
  phone = await startPhone();
  await phone.geolocate(HERE);
  await phone.open();
  await phone.offlineReady();
  await phone.stopServer();
  await startWalk(phone);
});
after(() => phone?.close());

test(`${KILLS} kills lose nothing that was said to be saved`, { timeout: 20 * 60_000 }, async () => {
  const said = new Map();
  let killsInTheMiddle = 0;
  for (let round = 0; round < KILLS; round += 1) {
    const wait = 30 + random() * 1500;
    const killed = sleep(wait).then(() => phone.kill());
    for (let which = Math.floor(random() * 100); ; which += 1) {
      const result = await phone.driver?.executeScript(tagOnce, which).catch(() => null);
      if (!result) break;
      said.set(result.id, result);
    }
    killsInTheMiddle += 1;
    await killed;
    await phone.start();
    await openWalk(phone).catch(async ({ message }) => {
      // What is not on the screen may still be on disk: the two are different faults.
      const kept = Object.keys((await onDisk(phone)).records).length;
      throw new Error(`after kill ${round + 1}, with ${kept} records on disk: ${message}`);
    });
    const disk = await onDisk(phone);
    assert.deepEqual(brokenRecords(disk), [], `after kill ${round + 1}`);
    const kept = observations(disk);
    for (const { id, answers } of said.values()) {
      assert.ok(kept[id], `after kill ${round + 1}: ${id} said that it was saved`);
      assert.ok(kept[id].rev > answers, `after kill ${round + 1}: an answer that said it was saved is lost`);
    }
  }
  console.log(`${killsInTheMiddle} kills, ${said.size} observations said to be saved, all there`);
  assert.ok(said.size >= KILLS, "enough was said for the test to mean something");
});
