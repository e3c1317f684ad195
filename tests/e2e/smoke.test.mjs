// The first thing that must be true: the app opens, alone.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { startPhone } from "./browser.mjs";
import { chapter } from "./story.mjs";

let phone;
before(async () => (phone = await startPhone({ base: "/un/sous-chemin/" })));
after(() => phone?.close());

chapter("the app opens under any path and replaces its splash", async () => {
  await phone.open();
  await phone.gone("#splash");
  assert.equal(await phone.shows("#broken"), false);
  assert.notEqual((await phone.text("#app")).trim(), "");
  await phone.screenshot("smoke");
  assert.deepEqual(await phone.problems(), []);
});

chapter("it opens again when the server is gone", async () => {
  await phone.offlineReady();
  await phone.stopServer();
  await phone.reload();
  await phone.gone("#splash");
  await phone.open("rescue.html");
  await phone.see("Sauver mes observations");
  await phone.startServer();
});

chapter("no other machine was ever asked for anything", () => {
  assert.deepEqual(phone.requestsToOtherHosts(), []);
});
