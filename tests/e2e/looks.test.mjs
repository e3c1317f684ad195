// Every page as people meet it: readable by a screen reader, large enough for a thumb, at home on a
// small screen, in each theme. The pictures are left in target/screenshots/ to be looked at.

import assert from "node:assert/strict";
import { after, before } from "node:test";

import { startPhone } from "./browser.mjs";
import { HERE, chapter, pagesOf, startWalk, tag, withdrawOne } from "./story.mjs";

let phone;
let walk;
let observation;
before(async () => {
  phone = await startPhone();
  await phone.geolocate(HERE);
  await startWalk(phone, { stops: ["Le square", "Le passage"] });
  await withdrawOne(phone);
  for (const [principle, category] of [
    ["Propre et accueillant", "Arbres, ombre"],
    ["Agir ensemble", "Entraide"],
    ["Voir et être vu·e", "Éclairage public"],
  ]) {
    observation = await tag(phone, principle, category);
    await phone.tap(principle.startsWith("Voir") ? "Problème" : "Point fort");
    if (!principle.startsWith("Voir")) await phone.tap("Terminé");
  }
  walk = await phone.run(() => location.hash.split("/")[2]);
});
after(() => phone?.close());

const pages = () => pagesOf(walk, observation);

async function visit(address) {
  await phone.open(address);
  await phone.until("the page is not drawn", () =>
    phone.run(
      (address) => location.href.endsWith(address) && document.querySelector("main")?.children.length > 0 && !document.querySelector("main > .empty"),
      address,
    ),
  );
  await phone.run(() => document.querySelectorAll("details").forEach((details) => (details.open = true)));
}

/** What a thumb must hit: its size in CSS pixels, when it is too small. */
const tooSmall = () =>
  phone.run(() =>
    [...document.querySelectorAll("a[href], button, input:not(.unseen), textarea, summary, label.button")]
      .filter((element) => element.checkVisibility() && element.getClientRects().length)
      .map((element) => [element, element.getBoundingClientRect()])
      .filter(([, { width, height }]) => width < 48 || height < 48)
      .map(([element, { width, height }]) => `${element.outerHTML.slice(0, 90)} ${Math.round(width)}×${Math.round(height)}`),
  );

for (const theme of ["auto", "light", "night"]) {
  chapter(`every page in the ${theme} theme: axe, thumb, width`, { timeout: 5 * 60_000 }, async () => {
    await phone.open("#/reglages");
    await phone.tap({ auto: "Auto", light: "Jour", night: "Nuit" }[theme]);
    for (const [name, address] of Object.entries(pages())) {
      await visit(address);
      const faults = await phone.axe();
      assert.deepEqual(faults, [], name);
      assert.deepEqual(await tooSmall(), [], name);
      const page = await phone.run(() => document.documentElement.scrollWidth);
      assert.ok(page <= 360, `${name} is wider than the screen: ${page}`);
      await phone.run(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
      await phone.run(() => scrollTo(0, 0));
      await phone.screenshot(`360-${theme}-${name}`);
    }
  });
}

chapter("the categories of a principle are never more than one screen", async () => {
  for (const principle of ["know_where", "see_be_seen", "hear_be_heard", "escape_help", "clean_welcoming", "act_together"]) {
    await visit(`#/marche/${walk}/dire/${principle}`);
    const { height, page, count } = await phone.run(() => ({
      height: innerHeight,
      page: document.documentElement.scrollHeight,
      count: document.querySelectorAll(".tile").length,
    }));
    assert.ok(page <= height, `${principle}: ${count} tiles need ${page} of ${height} pixels`);
  }
});

chapter("by keyboard alone: from the list to a saved observation, the focus in sight", async () => {
  await visit(`#/marche/${walk}`);
  const press = (key) => phone.driver.actions().sendKeys(key).perform();
  const TAB = "\uE004";
  const ENTER = "\uE007";
  const reach = async (selector) => {
    for (let presses = 0; presses < 80; presses += 1) {
      await press(TAB);
      const there = await phone.run((selector) => {
        const focused = document.activeElement;
        if (!focused?.matches(selector)) return false;
        return getComputedStyle(focused).outlineStyle !== "none";
      }, selector);
      if (there) return;
    }
    throw new Error(`${selector} is not reached by keyboard`);
  };
  await reach(".fab");
  await press(ENTER);
  await phone.see("Que voyez-vous ?");
  await reach(".tile.large");
  await press(ENTER);
  await phone.see(".tile[data-code]");
  await reach(".tile[data-code]");
  await press(ENTER);
  await phone.see("Enregistré sur ce téléphone");
  await reach(".answer[aria-pressed]");
  await press(ENTER);
  await phone.see("[aria-pressed=true]");
});

chapter("every page at the size of a laptop", { timeout: 5 * 60_000 }, async () => {
  // Going from one page to another gives the phone's size back.
  const widen = () => phone.viewport({ width: 1366, height: 768 });
  for (const theme of ["light", "night"]) {
    await phone.open("#/reglages");
    await phone.tap({ light: "Jour", night: "Nuit" }[theme]);
    for (const [name, address] of Object.entries(pages())) {
      await visit(address);
      await widen();
      await phone.until("as wide as a laptop", () => phone.run(() => innerWidth === 1366));
      const page = await phone.run(() => document.documentElement.scrollWidth);
      assert.ok(page <= 1366, `${name} is wider than the screen: ${page}`);
      await phone.run(() => document.querySelectorAll("details").forEach((details) => (details.open = false)));
      await phone.run(() => scrollTo(0, 0));
      await phone.screenshot(`1366-${theme}-${name}`);
    }
  }
});
