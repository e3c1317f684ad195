import { setTimeout as sleep } from "node:timers/promises";
import { readFileSync } from "node:fs";
import { startPhone } from "./browser.mjs";
import { fill, median } from "./figures.mjs";
import { HERE, openWalk, startWalk } from "./story.mjs";
const src = readFileSync(new URL("./bench.mjs", import.meta.url), "utf8");
const m = src.match(/const tapToDurable = [\s\S]*?\n  \}, rounds\);/)[0];
const tapToDurable = new Function(`${m}; return tapToDurable;`)();
const plain = (phone) => phone.run(async () => {
  const done = (r) => new Promise((ok, no) => { r.onsuccess = () => ok(r.result); r.onerror = no; });
  const open = indexedDB.open("zz"); open.onupgradeneeded = () => open.result.createObjectStore("r");
  const db = await done(open); const times = [];
  for (let i = 0; i < 40; i += 1) {
    const start = performance.now();
    const t = db.transaction(["r"], "readwrite", { durability: "strict" });
    t.objectStore("r").put("x".repeat(400), `k${i}`);
    await new Promise((ok) => { t.oncomplete = ok; t.commit(); });
    await done(db.transaction("r").objectStore("r").get(`k${i}`));
    times.push(performance.now() - start);
    await new Promise((ok) => setTimeout(ok, 5));
  }
  db.close(); indexedDB.deleteDatabase("zz");
  return times;
});
const compare = (phone, word) => phone.run((word) => new Promise((resolve) => {
  const from = performance.now();
  const worker = new Worker("./keeper_loader.js", { type: "module" });
  let start;
  worker.onmessage = ({ data }) => {
    if (data === "") { start = performance.now(); worker.postMessage([word]); return; }
    resolve({ loaded: start - from, ms: performance.now() - start, data }); worker.terminate();
  };
}), word);
const dirs = process.argv.slice(2);
for (let round = 0; round < 2; round += 1) for (const dir of dirs) {
  const phone = await startPhone({ dir });
  await phone.geolocate(HERE);
  await startWalk(phone);
  await phone.offlineReady();
  await tapToDurable(phone, 40); await sleep(11_000);
  const taps = median(await tapToDurable(phone, 40));
  const base = median(await plain(phone));
  console.log(dir, "tap→durable", taps.toFixed(1), "plain", base.toFixed(1), "×", (taps / base).toFixed(2));
  if (dir.includes("dist") && !dir.includes("monkey") && round === 0) {
    console.log("small", JSON.stringify(await compare(phone, "compare")));
    await fill(phone, 10_000);
    console.log("first, copies all", JSON.stringify(await compare(phone, "compare")));
    for (let i = 0; i < 5; i += 1) console.log("10k", JSON.stringify(await compare(phone, "compare")));
    console.log("check", JSON.stringify(await compare(phone, "check")));
    console.log("plain keys", await phone.run(async () => {
      const done = (r) => new Promise((ok) => { r.onsuccess = () => ok(r.result); });
      const db = await done(indexedDB.open("eclaireuse")); const start = performance.now();
      const keys = await done(db.transaction("records").objectStore("records").getAllKeys());
      const mid = performance.now() - start;
      db.close(); return [keys.length, mid];
    }));
  }
  await phone.close();
}
