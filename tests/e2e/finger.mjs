// A finger on the screen, with real touches, and one that comes down twice.

import { setTimeout as sleep } from "node:timers/promises";

/** Time between the two touches (ms): every pair of them that a nervous hand makes. */
export const APART = [60, 120, 180, 250, 320, 390];
/** From here on they are two taps (`app::tap`). */
export const TWO_TAPS_MS = 400;
/** Between one step and the next a person reads. */
const READ_MS = 450;

const spotOf = (phone, selector, index) =>
  phone.until(`${selector} ${index} is not there`, () =>
    phone.run(
      (selector, index) => {
        const element = document.querySelectorAll(selector)[index];
        if (!element) return undefined;
        element.scrollIntoView({ block: "center", behavior: "instant" });
        const { left, top, width, height } = element.getBoundingClientRect();
        const [x, y] = [left + width / 2, top + height / 2];
        return element.contains(document.elementFromPoint(x, y)) ? { x, y } : undefined;
      },
      selector,
      index,
    ));

/** Twice on the same spot, so many milliseconds apart; gives how many they were for the page. */
export async function twice(phone, selector, index, apart) {
  await sleep(READ_MS);
  const spot = await spotOf(phone, selector, index);
  await phone.run(() => {
    window.downs ??= addEventListener("pointerdown", ({ timeStamp }) => window.downs.push(timeStamp), true) ?? [];
    window.downs.length = 0;
  });
  const first = Date.now();
  await phone.touch(spot, first);
  await sleep(Math.max(0, first + apart - Date.now()));
  await phone.touch({ x: spot.x + 5, y: spot.y - 4 }, first + apart);
  // A page that was left meanwhile knows nothing of it.
  return phone.run(() => (window.downs ? window.downs[1] - window.downs[0] : null));
}
