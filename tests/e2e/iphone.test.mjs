// A walk that is begun in Safari on an iPhone, as far as another engine can be called that: installing is
// spoken of before anything is noted and not in between, and what was noted is carried over whole.

import assert from "node:assert/strict";
import { after, before, test } from "node:test";

import { startPhone } from "./browser.mjs";
import { invented } from "./invented/made.mjs";
import { HERE, addPhoto, observations, onDisk, openWalk, save, startWalk, tag, takeIn } from "./story.mjs";

const SAFARI =
  "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1";

let tab;
before(async () => {
  tab = await startPhone({ position: HERE });
  await tab.userAgent(SAFARI);
  await tab.open();
  await startWalk(tab);
});
after(() => tab?.close());

/** Where things stand on the screen, from its top. */
const top = (phone, css) => phone.run((css) => document.querySelector(css).getBoundingClientRect().top, css);

test("before anything is noted: how to install, and that it is now or later", { timeout: 60_000 }, async () => {
  await tab.open("rejoindre.html#/rejoindre");
  await tab.see("Touchez Partager");
  await tab.see("Maintenant ou après la marche, pas entre les deux");
  assert.ok(!(await tab.shows("#stay")));
  assert.ok((await top(tab, "#install")) < (await top(tab, "#checks")));
  assert.deepEqual(await tab.axe(), []);
});

test("once something is noted: stay, and how to carry it over afterwards", { timeout: 60_000 }, async () => {
  await tab.open("#/");
  await openWalk(tab);
  await tag(tab);
  await addPhoto(tab, invented("with_place.jpg"));
  await tab.open("rejoindre.html#/rejoindre");
  await tab.see("Restez dans cet onglet");
  await tab.see("pendant sept jours");
  assert.ok(!(await tab.shows("#install")), "installing is not offered in between");
  assert.ok(!(await tab.shows("Touchez Partager")));
  await tab.screenshot("join-ios-stay");
  assert.deepEqual(await tab.axe(), []);
  await tab.tap("Revenir à la marche");
  await tab.see(".fab");
});

test("the installed app, which sees nothing of the tab, has all of it afterwards", { timeout: 120_000 }, async () => {
  const there = await onDisk(tab);
  const file = await save(tab, "#notebook-html", /\.html$/);
  const installed = await startPhone({ position: HERE });
  try {
    await installed.open();
    await installed.see("Aucune marche");
    await takeIn(installed, "#import", [file]);
    await installed.open("#/");
    await openWalk(installed);
    const here = await onDisk(installed);
    assert.deepEqual(observations(here), observations(there));
    assert.deepEqual(Object.keys(here.media).sort(), Object.keys(there.media).sort());
    // She goes on there.
    await tag(installed, "Entendre et être entendu·e", "Isolement");
    assert.equal(Object.keys(observations(await onDisk(installed))).length, 2);
  } finally {
    await installed.close();
  }
});
