// A reporter of node:test that says only what was skipped, one line each: `file: name: reason`.
// `script/test` makes a run red by it, unless the reason stands in skipped_allowed.txt.

import { basename } from "node:path";

export default async function* skipped(events) {
  for await (const { type, data } of events) {
    if (type !== "test:pass" && type !== "test:fail") continue;
    const reason = data.skip ?? data.todo;
    if (reason === undefined) continue;
    yield `${basename(data.file ?? "?")}: ${data.name}: ${reason === true ? "no reason given" : reason}\n`;
  }
}
