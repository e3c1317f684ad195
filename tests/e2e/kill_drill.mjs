// Kills at random moments of a walk, and in one of three the disk damages one of the two copies before
// the next start. Seeded; each round says what it did. Not one of the tests: two thousand rounds take
// three hours.
//
//   script/kill_drill [ROUNDS] [SEED]      the dist/ that is there (script/build)
//   ECLAIREUSE_ENGINE=firefox script/kill_drill 300     in another engine
//
// Each ten rounds the seed is said from which the rest goes on, on a fresh profile.
//
// Counted: what said "Enregistré", what is on disk afterwards, what came back, what is gone although
// one of the copies was whole. What was said within the last second before a kill may be in the database
// alone: where that is the copy that is damaged, it is counted for itself. The profile of a loss is kept.

import { cpSync, renameSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";

import { startPhone } from "./browser.mjs";
import { OF_THE_DATABASE, OF_THE_SECOND_COPY } from "./damages.mjs";
import { ENGINE } from "./engine.mjs";
import { HERE, brokenRecords, observations, onDisk, openWalk, startWalk, tagOnce } from "./story.mjs";

const ROUNDS = Number(process.argv[2] ?? 100);
let seed = Number(process.argv[3] ?? 1);
/** What is said in this time before a kill may not be stored twice yet (ms). */
const LAG_MS = 1000;
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const one = (of) => of[Math.floor(random() * of.length)];
/** One drill beside another has its own. */
const PROFILE = join(tmpdir(), `eclaireuse-drill-profile-${ENGINE}-${process.pid}`);
/** WebKitGTK keeps one copy: what the disk damages there is gone. */
const DAMAGES = ENGINE === "webkit" ? [] : [...Object.entries(OF_THE_DATABASE), ...Object.entries(OF_THE_SECOND_COPY)];

const phone = await startPhone();
await phone.geolocate(HERE);
await phone.open();
await phone.offlineReady();
await phone.stopServer();
await startWalk(phone);
await sleep(2 * LAG_MS);

const said = new Map();
const counts = { kills: 0, damages: 0, broughtBack: 0, lost: 0, lostOfTheLastSecond: 0, emptyList: 0 };
for (let round = 1; round <= ROUNDS; round += 1) {
  const start = Date.now();
  let killedAt = Infinity;
  // Some at the very start, some while the copies are compared, some in the middle of saying much.
  const killed = sleep(20 + random() * one([300, 1500, 4000])).then(async () => {
    await phone.kill();
    killedAt = Date.now();
  });
  for (let which = Math.floor(random() * 100); ; which += 1) {
    const result = await phone.driver?.executeScript(tagOnce, which).catch(() => null);
    if (!result) break;
    said.set(result.id, { ...result, at: Date.now() });
  }
  await killed;
  counts.kills += 1;
  const [name, damage] = random() < 1 / 3 && DAMAGES.length > 0 ? one(DAMAGES) : [];
  // Of before the restart, for a loss that nobody made.
  rmSync(PROFILE, { recursive: true, force: true });
  cpSync(phone.profile, PROFILE, { recursive: true, force: true, filter: (path) => !/Singleton/.test(path) });
  if (damage) {
    damage(phone.profile);
    counts.damages += 1;
  }
  await phone.start();
  await phone.open("#/");
  const seen = [];
  await phone.until(`round ${round}, ${name}: no walk`, async () => {
    seen.push(await phone.text().catch(() => ""));
    return (await phone.shows("css=a.row")) || (await phone.shows(".fab"));
  }, 20_000);
  if (seen.some((text) => text.includes("Aucune marche"))) counts.emptyList += 1;
  await openWalk(phone);
  const back = seen.concat(await phone.text()).some((text) => text.includes("deuxième copie"));
  if (back) counts.broughtBack += 1;
  const disk = await onDisk(phone);
  const broken = brokenRecords(disk);
  if (broken.length) throw new Error(`round ${round}, ${name}: broken records ${broken}`);
  const kept = observations(disk);
  const before = said.size;
  for (const [id, { answers, at }] of said) {
    if (kept[id] && kept[id].rev > answers) continue;
    const late = name in OF_THE_DATABASE && at > killedAt - LAG_MS;
    counts[late ? "lostOfTheLastSecond" : "lost"] += 1;
    said.delete(id);
    console.log(`round ${round}: ${id} is gone, said ${killedAt - at} ms before the kill; ${name ?? "no damage"}; said to be back: ${back}`);
  }
  // Kept where nobody damaged anything and it was lost all the same.
  if ((said.size < before || back) && !damage) renameSync(PROFILE, `${PROFILE}-${round}`);
  if (round % 10 === 0) console.log(round, JSON.stringify({ said: said.size, ...counts }), `${((Date.now() - start) / 1000).toFixed(1)} s the last, seed ${seed}`);
}
console.log("done", JSON.stringify({ said: said.size, ...counts }));
await phone.close();
process.exitCode = counts.lost + counts.emptyList > 0 ? 1 : 0;
