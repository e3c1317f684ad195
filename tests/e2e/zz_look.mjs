import { readdirSync } from "node:fs";
import { startPhone } from "./browser.mjs";
const dir = process.argv[2] ?? "/tmp/nb";
const phone = await startPhone(process.argv[3] === "small" ? {} : { width: 1366, height: 768 });
await phone.open("atelier.html#/atelier");
await phone.see("Nouvelle campagne");
await phone.tap("#begin-campaign");
await phone.see("Prendre des carnets");
const files = readdirSync(dir).map((name) => `${dir}/${name}`);
const t0 = Date.now();
await phone.upload("#notebooks", files.join("\n"));
await phone.see("Notebook taken in|Carnet repris|12 téléphones", { timeout: 60000 }).catch((e) => console.log(String(e).slice(0, 600)));
console.log("imported", Date.now() - t0);
const id = await phone.run(() => location.hash.split("/")[2]);
for (const room of ["", "saisie", "regrouper", "constats", "relire", "comparer", "decider", "mur", "preconisations", "chiffres"]) {
  await phone.open(`atelier.html#/atelier/${id}${room ? "/" + room : ""}`);
  await new Promise((r) => setTimeout(r, 1500));
  await phone.screenshot(`zz-${room || "cockpit"}${process.argv[3] ?? ""}`);
  console.log(room, (await phone.run(() => document.body.innerText)).slice(0, 300).replace(/\n/g, " | "));
}
console.log(phone.problems ?? "");
await phone.close();
