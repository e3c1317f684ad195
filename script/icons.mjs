#!/usr/bin/env node
// Makes public/icons.svg, the one sprite of every icon the app draws, from Lucide.
//
//   npm install --no-save --prefix "$DIR" lucide-static@1.62.0
//   node script/icons.mjs "$DIR/node_modules/lucide-static"
//
// The sprite is committed: a build needs neither npm nor a network. It is put into
// index.html, so an icon costs no request and is there from the first frame.
// To add an icon: add its Lucide name below, run this, commit both files.

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

const NAMES = `
accessibility armchair arrow-down arrow-left arrow-right arrow-right-left arrow-up
baby ban bell blocks brush brush-cleaning building building-2 bus
calendar camera car check chevron-down chevron-right circle-dot circle-help clock
cloud cloud-fog cloud-lightning cloud-moon cloud-rain cloud-sun compass construction
corner-up-right crosshair
dog door-open download dumbbell
ear ellipsis eraser eye eye-off
fence file-text filter flag flame flower-2 footprints
ghost graduation-cap
hand-helping handshake hard-drive hash heart-handshake house
image infinity info
key-round
landmark languages layers leaf life-buoy lightbulb lightbulb-off list lock log-out
mail map map-pin map-pin-off mars megaphone message-circle milestone minus moon move
navigation
package palette pencil percent phone phone-call plus
rat repeat rotate-cw route
save scale settings share-2 shield shield-check signpost siren smile snowflake sofa
sparkles spray-can square star store sun sun-dim sunrise sunset
tag target toilet trash trash-2 tree-pine trees triangle-alert
umbrella undo-2 upload user users users-round
venus volume-2 volume-x
wifi-off wind wine wrench
x
zap
`.trim().split(/\s+/);

const lucide = process.argv[2];
if (!lucide) {
  console.error("usage: node script/icons.mjs PATH_TO/lucide-static");
  process.exit(2);
}
const { version } = JSON.parse(readFileSync(join(lucide, "package.json"), "utf8"));

const missing = [];
const symbols = [...new Set(NAMES)].sort().flatMap((name) => {
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
  return `<symbol id="i-${name}" viewBox="0 0 24 24">${shapes}</symbol>`;
});

// `display`, an attribute of SVG itself: `hidden` has no effect on an SVG element, and the
// page's content security policy refuses `style`.
writeFileSync(
  new URL("../public/icons.svg", import.meta.url),
  `<!-- Icons: Lucide ${version} (ISC; some from Feather, MIT). See LICENSES.txt. Made by script/icons.mjs. -->
<svg xmlns="http://www.w3.org/2000/svg" width="0" height="0" display="none" aria-hidden="true">
${symbols.join("\n")}
</svg>
`,
);
console.log(`public/icons.svg: ${symbols.length} icons from Lucide ${version}`);
if (missing.length) {
  console.error(`Not in Lucide ${version}: ${missing.join(", ")}`);
  process.exit(1);
}
