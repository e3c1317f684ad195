// The figures of what leaves and what comes back: the planner's bundle of a large campaign, with and
// without photos, the planner's answers, the booklet on paper.

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { startPhone } from "./browser.mjs";
import { memory, report } from "./figures.mjs";
import { firstQuestion, settle, takeIn } from "./story.mjs";

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
  await takeIn(phone, "#notebooks", file, { timeout: 240_000 });
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
  // Everything leaves, what is internal too: the sizes below are those of the files.
  await firstQuestion(phone);
  await phone.tap("#with-internal");
  await settle(phone);
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

/** From the file being chosen to its rows on the screen, every row with an answer in it. */
async function answers(phone, folder) {
  await phone.tap("Enregistrer le fichier");
  const zip = await phone.waitForDownload(/partenaires\.zip$/);
  execFileSync("unzip", ["-q", "-o", zip, "preconis.csv", "-d", folder]);
  const [head, ...lines] = readFileSync(join(folder, "preconis.csv"), "utf8").trim().split("\n");
  const column = head.split(";").indexOf("rep_texte");
  const filled = lines.map((line, index) => {
    const cells = line.split(";");
    cells[column] = `Réponse ${index}`;
    return cells.join(";");
  });
  const file = join(folder, "rempli.csv");
  writeFileSync(file, `${[head, ...filled].join("\n")}\n`);
  await room(phone, "reponses");
  await phone.run(() => {
    window.shown = undefined;
    document.querySelector("#answers-file").addEventListener("change", () => {
      const start = performance.now();
      const look = () => (document.querySelector("#answers-take") ? requestAnimationFrame(() => (window.shown = performance.now() - start)) : setTimeout(look, 2));
      look();
    }, { capture: true, once: true });
  });
  await phone.upload("#answers-file", file);
  const time = await phone.until("never shown", () => phone.run(() => window.shown), 60_000);
  return { time, rows: filled.length, said: await phone.text("css=#answers-take") };
}

/** A picture as a phone leaves it, of about so many bytes: noise under a gradient, 1600 × 1200. */
async function picture(phone, file, bytes) {
  const data = await phone.run(async (bytes) => {
    const canvas = new OffscreenCanvas(1600, 1200);
    const context = canvas.getContext("2d");
    const image = context.createImageData(1600, 1200);
    let seed = 7;
    for (let index = 0; index < image.data.length; index += 4) {
      seed = (Math.imul(seed, 1_103_515_245) + 12_345) >>> 0;
      const light = ((index / 4) % 1600) / 8 + (seed >>> 27);
      image.data.set([light, light * 0.8, 255 - light, 255], index);
    }
    context.putImageData(image, 0, 0);
    let [low, high] = [0, 1];
    let blob;
    for (let round = 0; round < 12; round += 1) {
      const quality = (low + high) / 2;
      blob = await canvas.convertToBlob({ type: "image/jpeg", quality });
      if (blob.size > bytes) high = quality;
      else low = quality;
    }
    let text = "";
    for (const byte of new Uint8Array(await blob.arrayBuffer())) text += String.fromCharCode(byte);
    return btoa(text);
  }, bytes);
  writeFileSync(file, Buffer.from(data, "base64"));
  return Buffer.from(data, "base64").length;
}

/** From the room of the booklet being opened to the browser's PDF of it. */
async function booklet(folder) {
  const painter = await startPhone();
  await painter.open("index.html");
  const file = join(folder, "picture.jpg");
  const size = await picture(painter, file, 200_000);
  await painter.close();
  const phone = await laptopWith(invented(folder, "booklet.zip", "--observations", "800", "--constats", "80", "--preconisations", "160", "--photos", "600", "--photo-bytes", "0", "--picture", file));
  await room(phone, "couches");
  await firstQuestion(phone);
  await settle(phone);
  await phone.open("about:blank");
  const start = performance.now();
  await phone.open(`atelier.html#/atelier/${CAMPAIGN}/carnet`);
  await phone.until("no photos", () => phone.run(() => {
    const images = [...document.querySelectorAll("#document img")];
    return images.length > 0 && images.every((image) => image.complete && image.naturalWidth > 0);
  }), 60_000);
  const photos = await phone.run(() => document.querySelectorAll("#document img").length);
  const constats = await phone.run(() => document.querySelectorAll("#document .finding").length);
  const { data } = await phone.cdp("Page.printToPDF", { preferCSSPageSize: true, printBackground: true });
  const time = performance.now() - start;
  const pdf = Buffer.from(data, "base64");
  await phone.close();
  const megabytes = pdf.length / 1e6;
  report(
    `booklet of ${constats} constats with ${photos} photos of ${(size / 1000).toFixed(0)} KB → PDF, from the room being opened`,
    `${(time / 1000).toFixed(1)} s, ${megabytes.toFixed(1)} MB`,
    "≤ 10 s, ≤ 15 MB",
    time <= 10_000 && megabytes <= 15 && photos >= 60,
  );
}

export async function plannerFigures() {
  const folder = mkdtempSync(join(tmpdir(), "eclaireuse-bench-"));
  const size = ["--observations", "10000", "--constats", "1000", "--preconisations", "2000"];
  const plain = await laptopWith(invented(folder, "plain.zip", ...size, "--photos", "0"));
  const without = await bundle(plain);
  report("bundle of 10,000 observations, 1,000 constats, 2,000 préconisations, attacked before it leaves", `${(without.time / 1000).toFixed(2)} s, page at most ${without.most.toFixed(0)} MB`, "≤ 6 s, < 250 MB", without.time <= 6000 && without.most < 250);
  const returned = await answers(plain, folder);
  report(`answers file of ${returned.rows} rows → diff shown (${returned.said})`, `${(returned.time / 1000).toFixed(2)} s`, "≤ 1 s", returned.time <= 1000);
  await plain.close();

  const heavy = await laptopWith(invented(folder, "photos.zip", ...size, "--photos", "1000", "--photo-bytes", "200000"));
  const photos = await bundle(heavy);
  report("the same with 1,000 photos of 200 KB", `${(photos.time / 1000).toFixed(2)} s, page at most ${photos.most.toFixed(0)} MB`, "streamed, < 300 MB", photos.most < 300);
  await heavy.close();
  await booklet(folder);
  rmSync(folder, { recursive: true, force: true });
}
