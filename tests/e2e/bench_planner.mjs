// The figures of what leaves and what comes back: the planner's bundle of a large campaign, with and
// without photos.

import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPhone } from "./browser.mjs";
import { memory, report } from "./figures.mjs";

const ROOT = new URL("../../", import.meta.url).pathname;
const CAMPAIGN = "0192f3a0-0000-7000-8000-000000000ca0";

function invented(folder, name, ...asked) {
  const file = join(folder, name);
  execFileSync("cargo", ["run", "--quiet", "--locked", "--example", "campaign", "--", file, ...asked], { cwd: ROOT });
  return file;
}

/** A laptop with that campaign on it, freshly started. */
async function laptopWith(file) {
  const phone = await startPhone();
  await phone.open("atelier.html#/atelier");
  await phone.offlineReady();
  await phone.upload("#notebooks", file);
  await phone.see("#taken-in", { timeout: 240_000 });
  // Memory is given back by a start, not by waiting.
  await phone.restart();
  return phone;
}

async function room(phone, name) {
  await phone.open("about:blank");
  await phone.open(`atelier.html#/atelier/${CAMPAIGN}/${name}`);
  await phone.until(`not in ${name}`, () => phone.run(() => document.querySelector(".workshop") !== null && !document.querySelector(".workshop > .empty")), 60_000);
}

/** Makes a bundle: seconds from the tap to the file that can be saved, and the most memory. */
async function bundle(phone) {
  let most = 0;
  const watching = setInterval(() => (most = Math.max(most, memory())), 20);
  await room(phone, "couches");
  await phone.until("the button", () => phone.run(() => document.querySelector("#make-bundle:not([disabled])") !== null));
  await phone.run(() => {
    window.made = undefined;
    const button = document.querySelector("#make-bundle");
    button.addEventListener("click", () => {
      const start = performance.now();
      const look = () => (document.querySelector("#file-ready") ? (window.made = performance.now() - start) : setTimeout(look, 5));
      look();
    }, { capture: true, once: true });
  });
  await phone.tap("#make-bundle");
  const time = await phone.until("never made", () => phone.run(() => window.made), 120_000);
  clearInterval(watching);
  return { time, most };
}

export async function plannerFigures() {
  const folder = mkdtempSync(join(tmpdir(), "eclaireuse-bench-"));
  const size = ["--observations", "10000", "--constats", "1000", "--preconisations", "2000"];
  const plain = await laptopWith(invented(folder, "plain.zip", ...size, "--photos", "0"));
  const without = await bundle(plain);
  report("bundle of 10,000 observations, 1,000 constats, 2,000 préconisations", `${(without.time / 1000).toFixed(2)} s, page at most ${without.most.toFixed(0)} MB`, "≤ 3 s, < 250 MB", without.time <= 3000 && without.most < 250);
  await plain.close();

  const heavy = await laptopWith(invented(folder, "photos.zip", ...size, "--photos", "1000", "--photo-bytes", "200000"));
  const photos = await bundle(heavy);
  report("the same with 1,000 photos of 200 KB", `${(photos.time / 1000).toFixed(2)} s, page at most ${photos.most.toFixed(0)} MB`, "streamed, < 300 MB", photos.most < 300);
  await heavy.close();
  rmSync(folder, { recursive: true, force: true });
}
