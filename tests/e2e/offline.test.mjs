// Keeping the app on the device, and replacing it, without harm: whole or not at all, never
// under somebody's hands.

import assert from "node:assert/strict";
import { createHash } from "node:crypto";
import { cp, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, beforeEach } from "node:test";

import { DIST, startPhone } from "./browser.mjs";
import { chapter } from "./story.mjs";

let folder;
before(async () => (folder = await mkdtemp(join(tmpdir(), "eclaireuse-versions-"))));
after(() => rm(folder, { recursive: true, force: true }));

let phone;
beforeEach(async () => {
  await phone?.close();
  phone = await startPhone();
});
after(() => phone?.close());

const hash = (data) => createHash("sha256").update(data).digest("hex");

/** A copy of dist/ with something added to one file; `honest` when the list of files says so. */
async function anotherVersion(name, { file = "rescue.css", add = `/* ${name} */`, honest = true } = {}) {
  const dir = join(folder, name);
  await cp(DIST, dir, { recursive: true });
  const old = await readFile(join(dir, file));
  const changed = old + add;
  await writeFile(join(dir, file), changed);
  const worker = (await readFile(join(dir, "sw.js"), "utf8")).replace(/VERSION = "[^"]*"/, `VERSION = "${name}"`);
  assert.ok(worker.includes(hash(old)), `sw.js does not list ${file}`);
  await writeFile(join(dir, "sw.js"), honest ? worker.replace(hash(old), hash(changed)) : worker);
  return dir;
}

/** The name that a build gave to a file of the page. */
async function built(pattern) {
  return pattern.exec(await readFile(join(DIST, "index.html"), "utf8"))[0];
}

/** Counts the app's notices in the tab where it is called. */
const listen = () =>
  phone.run(() => {
    window.told = 0;
    window.addEventListener("eclaireuse:update-ready", () => (window.told += 1));
  });
const told = () => phone.run(() => window.told ?? null);
const versions = () => phone.run(async () => (await caches.keys()).map((name) => name.split(" ").pop()));
const checkForUpdate = () =>
  phone.run(async () => {
    const registration = await navigator.serviceWorker.getRegistration();
    await registration.update().catch(() => {});
    const worker = registration.installing;
    if (!worker) return;
    await new Promise((done) => {
      worker.addEventListener("statechange", () => /installed|redundant/.test(worker.state) && done());
    });
  });

chapter("a new version waits for a yes, and only that tab reloads", async () => {
  await phone.open();
  await phone.offlineReady();
  await listen();
  const first = await phone.driver.getWindowHandle();
  await phone.driver.switchTo().newWindow("tab");
  const second = await phone.driver.getWindowHandle();
  await phone.open();
  await phone.gone("#splash");
  await phone.offlineReady();
  await listen();

  await phone.serveInstead(await anotherVersion("two"));
  await checkForUpdate();
  // A tab that has just been opened looks after its own start.
  await phone.until("the tab is not told", async () => (await told()) === 1);
  assert.equal((await versions()).includes("two"), true);
  await phone.driver.switchTo().window(first);
  await phone.until("the other tab is told too, and did not reload", async () => (await told()) === 1);

  await phone.run(() => window.dispatchEvent(new CustomEvent("eclaireuse:update-agreed")));
  await phone.until("the tab where the person agreed did not reload", async () => (await told()) === null);
  await phone.gone("#splash");
  assert.deepEqual(await versions(), ["two"]);

  await phone.driver.switchTo().window(second);
  await phone.until("the other tab still stands, and is told again", async () => (await told()) === 2);
  await phone.run(() => window.dispatchEvent(new CustomEvent("eclaireuse:update-agreed")));
  await phone.until("the second tab did not reload", async () => (await told()) === null);
});

chapter("a version that does not arrive whole is not kept", async () => {
  await phone.open();
  await phone.offlineReady();
  const [before] = await versions();

  await phone.serveInstead(await anotherVersion("torn", { honest: false }));
  await listen();
  await checkForUpdate();
  assert.equal(await told(), 0);
  assert.deepEqual(await versions(), [before]);

  await phone.stopServer();
  await phone.reload();
  await phone.gone("#splash");
});

chapter("the worker leaves everything else alone", async () => {
  await phone.open();
  await phone.offlineReady();
  const answers = await phone.run(async () => [
    (await fetch("./", { method: "POST", body: "x" })).status,
    (await fetch("not-there.txt")).status,
  ]);
  assert.deepEqual(answers, [405, 404]);
  await phone.stopServer();
  const lost = await phone.run(() => fetch("./", { method: "POST", body: "x" }).then(() => "answered", () => "failed"));
  assert.equal(lost, "failed", "a POST without a network must fail, not be answered from the cache");
});

chapter("when the app does not start, the page says so and leads to the rescue page", async () => {
  const dir = join(folder, "broken");
  await cp(DIST, dir, { recursive: true });
  await rm(join(dir, await built(/eclaireuse-[0-9a-f]+_bg\.wasm/)));
  await phone.serveInstead(dir);
  await phone.open();
  await phone.see("L'application n'a pas démarré.");
  assert.equal(await phone.shows("#splash"), false);
  assert.deepEqual(await phone.axe(), []);
  assert.equal(await phone.shows("Sauver mes observations"), false, "a first visit has nothing to save");
  await phone.run(() => localStorage.setItem("eclaireuse.walk.x.device", '"00c0ffee"'));
  await phone.reload();
  await phone.see("Ce qui était enregistré est toujours sur ce téléphone.");
  await phone.tap("Sauver mes observations");
  await phone.see("Rien n'est enregistré");
  assert.deepEqual(await phone.run(async () => (await indexedDB.databases()).map(({ name }) => name)), []);

  // The host is repaired.
  await phone.serveInstead(DIST);
  await phone.tap("Revenir à Éclaireuse");
  await phone.gone("#splash");
  assert.equal(await phone.shows("#broken"), false);
});

chapter("a kept version that cannot start is replaced as soon as a repaired one is there", async () => {
  await phone.open();
  await phone.offlineReady();
  const file = await built(/eclaireuse-[0-9a-f]+\.js/);
  await phone.serveInstead(await anotherVersion("unable", { file, add: `;WebAssembly.instantiateStreaming = WebAssembly.instantiate = () => { throw new Error("unable"); };` }));
  await checkForUpdate();
  await phone.run(() => window.dispatchEvent(new CustomEvent("eclaireuse:update-agreed")));
  await phone.see("L'application n'a pas démarré.");

  await phone.serveInstead(await anotherVersion("repaired"));
  await phone.reload();
  await phone.see("L'application n'a pas démarré.");
  await phone.until("the browser did not find the repaired version", () =>
    phone.run(async () => Boolean((await navigator.serviceWorker.getRegistration()).waiting)),
  );
  await phone.tap("Relancer");
  await phone.gone("#broken");
  assert.deepEqual(await versions(), ["repaired"]);
});

chapter("when the app stops, what is on the phone can be saved", async () => {
  await phone.open();
  await phone.gone("#splash");
  await phone.run(() => window.dispatchEvent(new CustomEvent("eclaireuse:panic")));
  await phone.see("L'application s'est arrêtée.");
  assert.equal(await phone.shows("#app"), false);
  await phone.tap("Relancer");
  await phone.gone("#broken");
});
