// What the measurements have in common: reporting, a slow phone, a notebook filled in, memory.

import { readFileSync, readdirSync } from "node:fs";

import { startPhone } from "./browser.mjs";

export const rows = [];
export const report = (what, value, must, ok) => {
  rows.push({ what, value, must, ok: ok ? "yes" : "NO" });
  console.error(`${ok ? "  " : "!!"} ${what}: ${value} (must: ${must})`);
};
export const median = (numbers) => [...numbers].sort((a, b) => a - b)[Math.floor(numbers.length / 2)];
/** A cheap phone on a bad network. */
export const SLOW = { cpu: 4, kbps: 1600, latency: 150 };

/** Records when the first screen can be tapped: its button is there and the app said it is ready. */
export const WATCH = `
  window.addEventListener("eclaireuse:ready", () => {
    const look = () => {
      if (document.querySelector(".button, .fab")) window.usable = performance.now();
      else setTimeout(look, 4);
    };
    look();
  });`;

/** A host compresses its files once, not at the first visit of each day. */
async function warm(phone, page) {
  const address = new URL(page.split("#")[0], phone.url);
  const index = await (await fetch(address, { headers: { "accept-encoding": "br" } })).text();
  for (const [, name] of index.matchAll(/(?:href|src)=["']?\.?\/?([^"'\s>]+\.(?:css|js|wasm))/g)) {
    await (await fetch(new URL(name, phone.url), { headers: { "accept-encoding": "br" } })).arrayBuffer();
  }
}

export async function watched(page = "") {
  const phone = await startPhone();
  await warm(phone, page);
  await phone.preload(WATCH);
  return phone;
}

export const usable = (phone) => phone.until("never usable", () => phone.run(() => window.usable), 30_000);

/** Puts observations into the database, as the app writes them; around a place, some with a photo of
 *  a hundred kilobytes. */
export async function fill(phone, count, { lon = 2.2935, lat = 49.8709, photos = false } = {}) {
  await phone.run(async (count, lon, lat, photos) => {
    const done = (request) => new Promise((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(request.error);
    });
    const database = await done(indexedDB.open("eclaireuse"));
    const keys = await done(database.transaction("records").objectStore("records").getAllKeys());
    const [walk] = keys[0].split("/");
    const categories = ["street_lighting", "hiding_spots", "green_shade", "seating_furniture"];
    const lines = [];
    const media = [];
    const sha = async (bytes, count) => {
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      return Array.from(digest.subarray(0, count), (byte) => hex(byte, 2)).join("");
    };
    const add = async (kind, id, at, body) => {
      const line = JSON.stringify({ v: 1, kind, id, walk, device: "0badcafe", rev: 1, at, tz: 60, body });
      lines.push([line, `${walk}/${id}/000001/${await sha(new TextEncoder().encode(line), 8)}`]);
    };
    const hex = (number, digits) => number.toString(16).padStart(digits, "0");
    for (let index = 0; index < count; index += 1) {
      const at = Date.now() - 3_600_000 * 24 + index * 1000;
      const time = hex(at, 12);
      const id = `${time.slice(0, 8)}-${time.slice(8)}-7${hex(index % 4096, 3)}-8000-${hex(index, 12)}`;
      const body = {
        made: [at, 60], category: categories[index % 4], polarity: index % 3 ? "negative" : "positive", feeling: index % 4,
        words: `Invented for a measurement, number ${index}: it is dark here and nobody can be seen.`,
        words_language: "fr", source: "group", finished: true, voices: index % 12,
        observer: { at: [Math.round(lon * 1e7) + (index % 50) * 900, Math.round(lat * 1e7) + Math.floor(index / 50) * 500], accuracy_dm: 80, time: at },
      };
      await add("observation", id, at, body);
      if (photos) {
        const bytes = crypto.getRandomValues(new Uint8Array(1 << 16));
        const sha256 = await sha(bytes, 32);
        media.push([sha256, { type: "image/jpeg", bytes }]);
        const picture = { made: [at, 60], observation: id, sha256, type: "image/jpeg", size: bytes.length, width: 1280, height: 960, blocks: 0 };
        await add("photo", id.replace("-8000-", "-9000-"), at, picture);
      }
    }
    const transaction = database.transaction(["records", "media"], "readwrite");
    for (const [line, key] of lines) transaction.objectStore("records").put(line, key);
    for (const [name, value] of media) transaction.objectStore("media").put(value, name);
    await new Promise((resolve, reject) => {
      transaction.oncomplete = resolve;
      transaction.onerror = () => reject(transaction.error);
    });
    database.close();
  }, count, lon, lat, photos);
}

/** Memory of the page's process, its worker included: what it has of its own, in MB. */
export function memory() {
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
