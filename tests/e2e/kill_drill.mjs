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

import { DIST, startPhone } from "./browser.mjs";
import { OF_THE_DATABASE, OF_THE_SECOND_COPY } from "./damages.mjs";
import { ENGINE } from "./engine.mjs";
import { HERE, brokenRecords, observations, onDisk, openWalk, startWalk, tagOnce } from "./story.mjs";

const ROUNDS = Number(process.argv[2] ?? 100);
let seed = Number(process.argv[3] ?? 1);
/** What is said in this time before a kill may not be stored twice yet (ms). */
const LAG_MS = 1000;
/** At most so often it is killed again before it is looked at. */
const AGAIN = Number(process.env.AGAIN ?? 4);
const random = () => {
  seed = (Math.imul(seed, 1664525) + 1013904223) >>> 0;
  return seed / 2 ** 32;
};
const one = (of) => of[Math.floor(random() * of.length)];
/** One drill beside another has its own. */
const PROFILE = join(tmpdir(), `eclaireuse-drill-profile-${ENGINE}-${process.pid}`);
/** WebKitGTK keeps one copy: what the disk damages there is gone. */
const DAMAGES = ENGINE === "webkit" ? [] : [...Object.entries(OF_THE_DATABASE), ...Object.entries(OF_THE_SECOND_COPY)];

// Where another build is made meanwhile, a copy of the files that are tried.
const phone = await startPhone({ dir: process.env.ECLAIREUSE_DIST ?? DIST });
await phone.geolocate(HERE);
await phone.open();
await phone.offlineReady();
await phone.stopServer();
await startWalk(phone);
await sleep(2 * LAG_MS);

/** What said that it is saved: how much of it, when, and how long (ms) a page stood open at a stretch with
 *  time for its second copy: the rest of the page that said it, or a later start after it compared them. */
const said = new Map();
const counts = { kills: 0, damages: 0, broughtBack: 0, lost: 0, lostAndSaid: 0, lostOfTheLastSecond: 0, emptyList: 0, bothAtOnce: 0 };

/** Says things until the browser is killed; gives when that was. `seen` hears what stood there. */
async function sayUntilKilled(after, seen) {
  const start = Date.now();
  let killedAt;
  const killed = sleep(after).then(async () => {
    await phone.kill();
    killedAt = Date.now();
  });
  const heard = [];
  for (let which = Math.floor(random() * 100); ; which += 1) {
    const result = await phone.driver?.executeScript(tagOnce, which).catch(() => null);
    if (!result) {
      if (killedAt) break;
      // The start still goes on, or asks something.
      seen?.push(await phone.text().catch(() => ""));
      await sleep(20);
      continue;
    }
    heard.push({ ...result, at: Date.now(), stood: 0 });
  }
  await killed;
  for (const each of said.values()) each.stood = Math.max(each.stood, killedAt - start - 3 * LAG_MS);
  for (const each of heard) said.set(each.id, { ...each, stood: killedAt - each.at });
  counts.kills += 1;
  return killedAt;
}

let address;
for (let round = 1; round <= ROUNDS; round += 1) {
  const start = Date.now();
  // Some at the very start, some while the copies are compared, some in the middle of saying much.
  const soon = () => 20 + random() * one([300, 1500, 4000]);
  const seen = [];
  address = (await phone.run(() => location.hash)).split("/").slice(0, 3).join("/");
  let killedAt = await sayUntilKilled(soon());
  // And again before anybody looked: what a start had begun to mend is cut off as well.
  for (let more = Math.floor(random() * (1 + AGAIN)); more > 0; more -= 1) {
    await phone.start();
    await phone.open(address).catch(() => {});
    killedAt = await sayUntilKilled(soon(), seen);
  }
  const [name, damage] = random() < 1 / 3 && DAMAGES.length > 0 ? one(DAMAGES) : [];
  // Of before the restart, for a loss that nobody made.
  rmSync(PROFILE, { recursive: true, force: true });
  cpSync(phone.profile, PROFILE, { recursive: true, force: true, filter: (path) => !/Singleton/.test(path) });
  if (damage) {
    damage(phone.profile);
    counts.damages += 1;
  }
  const started = async () => {
    await phone.start();
    await phone.open("#/");
    await phone.until(`round ${round}, ${name}: no walk`, async () => {
      seen.push(await phone.text().catch(() => ""));
      return (await phone.shows("css=a.row")) || (await phone.shows(".fab"));
    }, 20_000);
  };
  await started().catch(async (problem) => {
    if (!(name in OF_THE_SECOND_COPY)) throw problem;
    // The kill itself cost the browser its database, and then the other copy was damaged. Before that
    // damage all of it must have been there; only then is it the drill that took both at once.
    console.log(`round ${round}: the database went with the kill, and ${name}`);
    if (!seen.some((text) => /perdu|n’y est plus/.test(text))) throw problem;
    counts.bothAtOnce += 1;
    seen.length = 0;
    await phone.kill();
    rmSync(phone.profile, { recursive: true, force: true });
    cpSync(PROFILE, phone.profile, { recursive: true });
    await started();
  });
  if (seen.some((text) => text.includes("Aucune marche"))) counts.emptyList += 1;
  await openWalk(phone);
  // It is written anew a second after the start. Killed and damaged once more before that, neither copy is
  // whole: that is another question than the one asked here.
  if (name in OF_THE_SECOND_COPY) await sleep(4 * LAG_MS);
  let disk, kept;
  const gone = () => [...said].some(([id, { answers }]) => !(kept[id]?.rev > answers));
  // On a slow machine the copies are still being compared: what is on its way back is not lost.
  for (const end = Date.now() + 8 * LAG_MS; disk === undefined || (gone() && Date.now() < end); await sleep(500)) {
    disk = await onDisk(phone);
    kept = observations(disk);
  }
  const broken = brokenRecords(disk);
  if (broken.length) throw new Error(`round ${round}, ${name}: broken records ${broken}`);
  // Said now, whichever of the starts before it found it and was killed; until it is closed.
  const back = /deuxième copie|perdu/.test(await phone.text());
  if (back) counts.broughtBack += 1;
  while (await phone.shows(`css=.message button[aria-label="Fermer"]`)) await phone.tap(`css=.message button[aria-label="Fermer"]`);
  const before = said.size;
  for (const [id, { answers, at, stood }] of said) {
    if (kept[id] && kept[id].rev > answers) continue;
    const late = name in OF_THE_DATABASE && stood < LAG_MS;
    // Without damage of ours it was the kill that cost the browser its database.
    counts[late ? "lostOfTheLastSecond" : back && !damage ? "lostAndSaid" : "lost"] += 1;
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
