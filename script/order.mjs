// The story files in an order that another run does not have: no story may lean on another one.
// node script/order.mjs SEED FILE…

import { seeded } from "../tests/e2e/invented/seeded.mjs";

const [seed, ...files] = process.argv.slice(2);
const random = seeded(Number(seed));
const order = files.sort().map((file) => [random(), file]);
console.log(order.sort(([one], [other]) => one - other).map(([, file]) => file).join("\n"));
