// The figures of the release build, each against what it must reach. Times are medians; the slow
// phone is Chromium with its processor four times slower, and a network of 1.6 Mbit/s with 150 ms
// for each request.

import { readFileSync, readdirSync } from "node:fs";
import { performance } from "node:perf_hooks";
import { setTimeout as sleep } from "node:timers/promises";
import { brotliCompressSync, constants } from "node:zlib";

import { DIST, startPhone } from "./browser.mjs";
import { HERE, openWalk, startWalk } from "./story.mjs";

const rows = [];
const report = (what, value, must, ok) => {
  rows.push({ what, value, must, ok: ok ? "yes" : "NO" });
  console.error(`${ok ? "  " : "!!"} ${what}: ${value} (must: ${must})`);
};
const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
const SLOW = { cpu: 4, kbps: 1600, latency: 150 };

/** Records when the first screen can be tapped: its button is there and the app said it is ready. */
const WATCH = `
  window.addEventListener("eclaireuse:ready", () => {
    const look = () => {
      if (document.querySelector(".button, .fab")) window.usable = performance.now();
      else setTimeout(look, 4);
    };
    look();
  });`;

/** A host compresses its files once, not at the first visit of each day. */
async function warm(phone) {
  const index = await (await fetch(phone.url, { headers: { "accept-encoding": "br" } })).text();
  for (const [, name] of index.matchAll(/(?:href|src)=["']?\.?\/?([^"'\s>]+\.(?:css|js|wasm))/g)) {
    await (await fetch(new URL(name, phone.url), { headers: { "accept-encoding": "br" } })).arrayBuffer();
  }
}

async function watched() {
  const phone = await startPhone();
  await warm(phone);
  await phone.cdp("Page.enable");
  await phone.cdp("Page.addScriptToEvaluateOnNewDocument", { source: WATCH });
  return phone;
}

const usable = (phone) => phone.until("never usable", () => phone.run(() => window.usable), 30_000);

async function firstScreen() {
  const phone = await watched();
  await phone.open();
  await usable(phone);
  const names = await phone.run(() =>
    performance.getEntriesByType("resource")
      .filter(({ startTime }) => startTime < window.usable)
      .map(({ name }) => new URL(name).pathname),
  );
  await phone.close();
  // Icons and the manifest are the browser's own wish; what comes after the first screen is named
  // by being asked for later.
  const needed = ["/index.html", ...names.filter((name) => !/icons|manifest|sw\.js|fonts/.test(name))];
  const sizes = [...new Set(needed)].map((name) => {
    const bytes = readFileSync(DIST + name);
    return brotliCompressSync(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
  });
  const total = sizes.reduce((sum, size) => sum + size, 0) / 1024;
  report(`bytes of the first usable screen, brotli (${sizes.length} files)`, `${total.toFixed(1)} KiB`, "≤ 220 KiB", total <= 220);
}

async function coldStart() {
  const times = [];
  for (let round = 0; round < 5; round += 1) {
    const phone = await watched();
    await phone.throttle(SLOW);
    await phone.open();
    times.push(await usable(phone));
    await phone.close();
  }
  const time = median(times);
  report("cold start, CPU ×4, 1.6 Mbit/s, 150 ms", `${(time / 1000).toFixed(2)} s`, "≤ 2.0 s", time <= 2000);
}

async function offlineStart() {
  const times = [];
  const phone = await watched();
  await phone.open();
  await phone.offlineReady();
  await phone.stopServer();
  for (let round = 0; round < 5; round += 1) {
    await phone.restart();
    await phone.cdp("Page.enable");
    await phone.cdp("Page.addScriptToEvaluateOnNewDocument", { source: WATCH });
    await phone.throttle({ cpu: 4 });
    await phone.open();
    times.push(await usable(phone));
  }
  await phone.close();
  const time = median(times);
  report("start with the server stopped and the browser killed, CPU ×4", `${(time / 1000).toFixed(2)} s`, "≤ 1.0 s", time <= 1000);
}

/** Puts observations into the database, as the app writes them. */
async function fill(phone, count) {
  await phone.run(async (count) => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await done(indexedDB.open("eclaireuse"));
    const keys = await done(database.transaction("records").objectStore("records").getAllKeys());
    const [walk] = keys[0].split("/");
    const transaction = database.transaction("records", "readwrite");
    const store = transaction.objectStore("records");
    const categories = ["street_lighting", "hiding_spots", "green_shade", "seating_furniture"];
    const hex = (number, digits) => number.toString(16).padStart(digits, "0");
    for (let index = 0; index < count; index += 1) {
      const at = Date.now() - 3_600_000 * 24 + index * 1000;
      const time = hex(at, 12);
      const id = `${time.slice(0, 8)}-${time.slice(8)}-7${hex(index % 4096, 3)}-8000-${hex(index, 12)}`;
      const body = {
        made: [at, 60], category: categories[index % 4], polarity: index % 3 ? "negative" : "positive", feeling: index % 4,
        words: `Invented for a measurement, number ${index}: it is dark here and nobody can be seen.`,
        words_language: "fr", source: "group", finished: true, voices: index % 12,
        observer: { at: [22935000 + (index % 1000) * 13, 498709000 + Math.floor(index / 1000) * 900], accuracy_dm: 80, time: at },
      };
      const line = JSON.stringify({ v: 1, kind: "observation", id, walk, device: "0badcafe", rev: 1, at, tz: 60, body });
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", new TextEncoder().encode(line)));
      const name = Array.from(digest.subarray(0, 8), (byte) => hex(byte, 2)).join("");
      (window.lines ??= []).push([line, `${walk}/${id}/000001/${name}`]);
    }
    const again = database.transaction("records", "readwrite");
    for (const [line, key] of window.lines) again.objectStore("records").put(line, key);
    void store;
    await new Promise((resolve, reject) => {
      again.oncomplete = resolve;
      again.onerror = () => reject(again.error);
    });
    database.close();
  }, count);
}

/** From the tap on a category to "Enregistré": the record is durable and was read back. */
const tapToDurable = (phone, rounds) =>
  phone.run(async (rounds) => {
    const until = (look) => new Promise((resolve) => {
      const again = () => (look() ? resolve(look()) : setTimeout(again, 1));
      again();
    });
    const times = [];
    for (let round = 0; round < rounds; round += 1) {
      (await until(() => document.querySelector(".fab"))).click();
      (await until(() => document.querySelector(".tile.large"))).click();
      const tile = await until(() => document.querySelector(".tile[data-code]"));
      const start = performance.now();
      // Seen by an observer rather than a timer, which would be late.
      const saved = new Promise((resolve) => {
        const look = () => {
          if (location.hash.includes("/observation/") && document.querySelector("#safety[data-saved=true]")) {
            observer.disconnect();
            resolve(performance.now());
          }
        };
        const observer = new MutationObserver(look);
        observer.observe(document.body, { subtree: true, childList: true, attributes: true });
      });
      tile.click();
      times.push((await saved) - start);
      [...document.querySelectorAll(".last .button")].at(-1).click();
    }
    return times;
  }, rounds);

async function durable() {
  const phone = await startPhone();
  await phone.geolocate(HERE);
  await startWalk(phone);
  await phone.offlineReady();
  // The browser refuses more than 200 changes of address in ten seconds: no thumb is that fast.
  await tapToDurable(phone, 40);
  await sleep(11_000);
  const empty = median(await tapToDurable(phone, 40));
  await fill(phone, 10_000);
  await phone.reload();
  await openWalk(phone);
  await phone.see("observations,");
  await tapToDurable(phone, 40);
  await sleep(11_000);
  const full = median(await tapToDurable(phone, 40));
  report("tap on the category → durable and read back, nothing stored", `${empty.toFixed(1)} ms`, "≤ 15 ms", empty <= 15);
  report("the same with 10,000 observations", `${full.toFixed(1)} ms, ×${(full / empty).toFixed(2)}`, "≤ 15 ms, ≤ ×1.5", full <= 15 && full <= 1.5 * empty);
  return phone;
}

async function layers(phone) {
  await phone.tap("Transmettre");
  await phone.see("#make-layers");
  const time = await phone.run(async () => {
    const start = performance.now();
    document.getElementById("make-layers").click();
    await new Promise((resolve) => {
      const observer = new MutationObserver(() => document.querySelector("#file-ready") && resolve());
      observer.observe(document.body, { subtree: true, childList: true });
    });
    return performance.now() - start;
  });
  report("layers of 10,000 observations, from the tap to the file", `${(time / 1000).toFixed(2)} s`, "≤ 1 s", time <= 1000);
}

async function scrolling() {
  const phone = await startPhone();
  await startWalk(phone);
  await fill(phone, 2000);
  await phone.reload();
  await openWalk(phone);
  await phone.see("observations,");
  await phone.throttle({ cpu: 4 });
  await sleep(1500);
  const frames = await phone.run(async () => {
    const frames = [];
    let last = performance.now();
    const end = document.documentElement.scrollHeight - innerHeight;
    const start = last;
    await new Promise((resolve) => {
      const frame = (now) => {
        frames.push(now - last);
        last = now;
        const part = Math.min(1, (now - start) / 10_000);
        scrollTo(0, end * part);
        if (part < 1) requestAnimationFrame(frame);
        else resolve();
      };
      requestAnimationFrame(frame);
    });
    return frames.slice(1);
  });
  const worst = Math.max(...frames);
  const long = frames.filter((frame) => frame > 50).length;
  report(`list of 2,000, scrolled to its end in 10 s, CPU ×4 (${frames.length} frames)`, `worst frame ${worst.toFixed(0)} ms, ${long} over 50`, "no frame over 50 ms", long === 0);
  await phone.close();
}

/** Memory of the page's process, its worker included: what it has of its own, in MB. */
function memory() {
  let most = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      if (!readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("--type=renderer")) continue;
      const kib = /RssAnon:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      most = Math.max(most, Number(kib ?? 0) / 1024);
    } catch {
      // It ended meanwhile.
    }
  }
  return most;
}

const start = performance.now();
await firstScreen();
await coldStart();
await offlineStart();
const phone = await durable();
// As on a phone that was just taken out: without what the measurements above left in memory.
await phone.restart();
await openWalk(phone);
await phone.see("observations,");
let most = 0;
const watching = setInterval(() => (most = Math.max(most, memory())), 20);
await layers(phone);
clearInterval(watching);
report("memory of the page's process meanwhile (anonymous, resident)", most ? `${most.toFixed(0)} MB` : "not measured", "< 200 MB", most > 0 && most < 200);
await phone.close();
await scrolling();
console.table(rows);
console.log(`measured in ${((performance.now() - start) / 1000).toFixed(0)} s with ${process.platform}, Chromium, release build`);
process.exitCode = rows.every(({ ok }) => ok === "yes") ? 0 : 1;
