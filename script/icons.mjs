#!/usr/bin/env node
// Makes the two sprites of the icons the app draws, from Lucide.
//
//   npm install --no-save --prefix "$DIR" lucide-static@1.62.0
//   node script/icons.mjs "$DIR/node_modules/lucide-static"
//
//   public/icons-first.svg   in the page, there from the first frame: the list of walks
//   public/icons.svg         added to the page once the first screen can be used
//
// They are committed: a build needs neither npm nor a network.
// To add an icon: add its Lucide name below, run this, commit the files.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAMES = `
accessibility armchair arrow-down arrow-left arrow-right arrow-right-left arrow-up
baby ban bell blocks book-open brush-cleaning building building-2 bus
calendar camera car check chevron-right circle-dot circle-help clock copy
cloud cloud-fog cloud-lightning cloud-moon cloud-rain cloud-sun compass construction
corner-up-right crosshair
dog door-open download dumbbell
ear ellipsis ellipsis-vertical eraser eye eye-off
fence file-text filter flag flower-2 footprints
ghost graduation-cap
hand-helping handshake hard-drive hash heart-handshake house
image infinity info
key-round
landmark languages layers leaf life-buoy lightbulb lightbulb-off link list lock log-out
mail map map-pin map-pin-off mars megaphone message-circle milestone minus moon move navigation
package pencil phone phone-call plus printer
qr-code
rat redo-2 repeat route
save scale search settings share share-2 shield shield-check signpost siren smartphone smile snowflake sparkles spray-can square square-plus star store sun sun-dim sunrise sunset
tag toilet trash-2 tree-pine trees triangle-alert
undo-2 upload user users users-round
venus volume-2 wind wine wrench
x
zap
`.trim().split(/\s+/);

/** What the first screen shows. */
const FIRST = new Set(`
arrow-left check chevron-right download footprints graduation-cap map-pin-off plus qr-code settings
share-2 sparkles triangle-alert upload volume-2 x
`.trim().split(/\s+/));

const lucide = process.argv[2];
if (!lucide) {
  console.error("usage: node script/icons.mjs PATH_TO/lucide-static");
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(lucide, "package.json"), "utf8"));

const missing = [];
const all = [...new Set(NAMES)].sort().flatMap((name) => {
  let svg;
  try {
    svg = readFileSync(join(lucide, "icons", `${name}.svg`), "utf8");
  } catch {
    missing.push(name);
    return [];
  }
  // Only the shapes are kept. Stroke width, caps and colour are the same for all, and
  // belong to the `.icon` rule of the stylesheet, which `<use>` inherits.
  const shapes = svg
    .replace(/<!--.*?-->/gs, "")
    .replace(/^\s*<svg[^>]*>/, "")
    .replace(/<\/svg>\s*$/, "")
    .replace(/\s+/g, " ")
    .replace(/ \/>/g, "/>")
    .replace(/> </g, "><")
    .trim();
  return { name, symbol: `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>` };
});

// `display`, an attribute of SVG itself: `hidden` has no effect on an SVG element, and the
// page's content security policy refuses `style`.
for (const [file, isHere] of [
  ["icons-first.svg", (name) => FIRST.has(name)],
  ["icons.svg", (name) => !FIRST.has(name)],
]) {
  const symbols = all.filter(({ name }) => isHere(name)).map(({ symbol }) => symbol);
  writeFileSync(
    new URL(`../public/${file}`, import.meta.url),
    `<!-- Icons: Lucide ${version} (ISC; some from Feather, MIT). See LICENSES.txt. Made by script/icons.mjs. -->
<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" display="none" aria-hidden="true">
${symbols.join("\n")}
</svg>
`,
  );
  console.log(`public/${file}: ${symbols.length} icons from Lucide ${version}`);
}
if (missing.length) {
  console.error(`Not in Lucide ${version}: ${missing.join(", ")}`);
  process.exit(1);
}
