// Takes what is in the app's database and makes one notebook file of it, without the app.
//
// It reads the database as it is on disk (see ARCHITECTURE.md): `records`, a JSON line for
// each key, and `media`, `{ type, bytes }` for each SHA-256. It writes the same `.html`
// notebook as the app, which reads it back. It never writes to the database.
"use strict";

const DATABASE = "eclaireuse";
const show = (id, text) => {
  const element = document.getElementById(id);
  if (text !== undefined) element.textContent = text;
  element.hidden = false;
  return element;
};
const say = (text) => show("state", text);

/** 0 photo, 1 photo, 2 photos: in French, zero is singular. */
const count = (n, one, many) => `${n.toLocaleString("fr")} ${n < 2 ? one : many}`;

const done = (request) =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = (event) => {
      event.preventDefault();
      reject(request.error);
    };
  });

/** The database, or null when this device has none. It is never created here. */
async function openDatabase() {
  if (indexedDB.databases) {
    const names = (await indexedDB.databases()).map(({ name }) => name);
    if (!names.includes(DATABASE)) return null;
  }
  return new Promise((resolve, reject) => {
    // No version: whatever version the app left.
    const request = indexedDB.open(DATABASE);
    let absent = false;
    request.onupgradeneeded = () => {
      // Only a database that does not exist is upgraded here. Aborting leaves none behind,
      // which matters: an empty one of version 1 would keep the app from making its stores.
      absent = true;
      request.transaction.abort();
    };
    request.onsuccess = () => {
      // A later version that wants the stores does not wait behind this page.
      request.result.onversionchange = () => request.result.close();
      resolve(request.result);
    };
    request.onerror = (event) => {
      event.preventDefault();
      if (absent) resolve(null);
      else reject(request.error);
    };
  });
}

const storeOf = (database, name) => database.transaction(name, "readonly").objectStore(name);

/** Gives each entry to `take`, one at a time; returns how many could not be read. */
async function each(database, name, take) {
  if (!database.objectStoreNames.contains(name)) return 0;
  const keys = await done(storeOf(database, name).getAllKeys());
  let lost = 0;
  for (const key of keys) {
    // Each in a transaction of its own: one damaged entry costs only itself.
    try {
      take(key, await done(storeOf(database, name).get(key)));
    } catch (problem) {
      console.error(name, key, problem);
      lost += 1;
    }
  }
  return lost;
}

/** Collects text in pieces that the browser may keep on disk, so that a notebook larger
 *  than the memory of a small phone can be written. */
class Parts {
  #pieces = [];
  #blobs = [];
  #size = 0;

  write(text) {
    this.#pieces.push(text);
    this.#size += text.length;
    if (this.#size > 1 << 20) this.#close();
  }

  #close() {
    this.#blobs.push(new Blob(this.#pieces));
    this.#pieces = [];
    this.#size = 0;
  }

  get blobs() {
    this.#close();
    return this.#blobs;
  }
}

// Inside `<script>`, nothing but `<` can end the element or start a comment. Where the escape of
// `<` stood already, its backslash is escaped, so that each line is read back as it was.
const inScript = (json) =>
  json.replace(/\\u(?=(?:005cu)*003c)/g, "\\u005cu").replaceAll("<", "\\u003c");
const inAttribute = (text) => text.replace(/[&"<>]/g, (c) => `&#${c.charCodeAt(0)};`);

function base64(bytes) {
  // A multiple of three, so that the pieces can be joined; small enough to be arguments.
  const step = 3 * 8192;
  let text = "";
  for (let from = 0; from < bytes.length; from += step) {
    text += btoa(String.fromCharCode.apply(null, bytes.subarray(from, from + step)));
  }
  return text;
}

const CARRIED = `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; img-src data:; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Carnet de marche – Éclaireuse</title>
<style>
body { max-width: 40rem; margin: 0 auto; padding: 1rem; font: 1.0625rem/1.5 system-ui, sans-serif; }
img { max-width: 100%; height: auto; margin: 0 0 1rem; }
</style>
</head>
<body>
<h1>Carnet de marche</h1>
<p>Ce fichier a été fait par la page de secours d’Éclaireuse. Il contient tout ce qui était enregistré sur le téléphone. Ouvrez-le dans Éclaireuse pour retrouver les observations ; les photos se voient ci-dessous.</p>
`;

async function makeNotebook(database) {
  const records = new Parts();
  let recordCount = 0;
  const lostRecords = await each(database, "records", (key, value) => {
    // The phone's own numbers are no records and stay on it.
    if (String(key).startsWith("own/")) return;
    const line = typeof value === "string" ? value : JSON.stringify(value);
    // A record is one line. In JSON a raw line break can only be between two words.
    records.write(`${inScript(line.replace(/[\r\n]+/g, " "))}\n`);
    recordCount += 1;
    if (recordCount % 50 === 0) say(`Lecture : ${count(recordCount, "enregistrement", "enregistrements")}…`);
  });

  const pictures = new Parts();
  const media = [];
  const lostMedia = await each(database, "media", (key, value) => {
    const bytes = new Uint8Array(value.bytes.buffer ?? value.bytes, value.bytes.byteOffset ?? 0, value.bytes.byteLength);
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(value.type) ? value.type : "application/octet-stream";
    const source = `data:${type};base64,${base64(bytes)}`;
    pictures.write(`<img class="eclaireuse-media" data-sha256="${inAttribute(key)}" alt="" src="${source}">\n`);
    media.push({ sha256: key, type, bytes: bytes.length });
    say(`Lecture : ${count(media.length, "photo", "photos")}…`);
  });

  const manifest = { format: "eclaireuse-notebook", version: 1, made_by: "rescue", records: recordCount, media };
  const blob = new Blob(
    [
      CARRIED,
      `<p>${count(recordCount, "enregistrement", "enregistrements")}, ${count(media.length, "photo", "photos")}.</p>\n`,
      `<script type="application/json" id="eclaireuse-manifest">${inScript(JSON.stringify(manifest))}</script>\n`,
      `<script type="application/x-ndjson" id="eclaireuse-records">\n`,
      ...records.blobs,
      `</script>\n`,
      ...pictures.blobs,
      `</body>\n</html>\n`,
    ],
    { type: "text/html" },
  );
  return { blob, recordCount, mediaCount: media.length, lost: lostRecords + lostMedia };
}

function fileName(now) {
  const two = (n) => String(n).padStart(2, "0");
  const day = [now.getFullYear(), two(now.getMonth() + 1), two(now.getDate())].join("-");
  return `eclaireuse-sauvetage-${day}-${two(now.getHours())}h${two(now.getMinutes())}.html`;
}

function offer(blob) {
  const file = new File([blob], fileName(new Date()), { type: "text/html" });
  // The file is ready before the button is pressed: sharing is refused once too much time
  // has passed since the press.
  if (navigator.canShare?.({ files: [file] })) {
    show("share").onclick = async () => {
      try {
        await navigator.share({ files: [file], title: "Carnet de marche" });
        say("Le fichier est confié à l’application choisie. Regardez s’il y est.");
      } catch (problem) {
        // The person closed the sheet: nothing to say.
        if (problem.name !== "AbortError") say("Le téléphone refuse de transmettre ce fichier. Enregistrez-le.");
      }
    };
  }
  const save = show("save");
  save.href = URL.createObjectURL(blob);
  save.download = file.name;
  save.onclick = () => say("Le fichier est peut-être dans Téléchargements. Regardez s’il y est avant d’effacer quoi que ce soit.");
  show("actions");
  show("then");
}

async function rescue() {
  say("Lecture de ce qui est enregistré…");
  let database;
  try {
    database = await openDatabase();
  } catch (problem) {
    console.error(problem);
    say("Le navigateur ne donne pas accès à ce qui est enregistré. Fermez les autres onglets d’Éclaireuse, puis rechargez cette page. En navigation privée, rien n’est gardé.");
    return;
  }
  if (!database) {
    say("Rien n’est enregistré sur ce téléphone, dans ce navigateur.");
    return;
  }
  // Let the app upgrade its database in another tab, rather than block it.
  database.onversionchange = () => database.close();

  try {
    const { blob, recordCount, mediaCount, lost } = await makeNotebook(database);
    if (lost) {
      show("lost", `${count(lost, "élément n’a pas pu être lu. Il n’est", "éléments n’ont pas pu être lus. Ils ne sont")} pas dans le fichier. Tout le reste y est.`);
    }
    if (recordCount + mediaCount === 0) {
      say("Rien n’est enregistré sur ce téléphone, dans ce navigateur.");
      return;
    }
    show("records", count(recordCount, "enregistrement", "enregistrements"));
    show("media", count(mediaCount, "photo", "photos"));
    show("counts");
    say("Le fichier est prêt.");
    offer(blob);
  } catch (problem) {
    console.error(problem);
    say(
      problem.name === "QuotaExceededError" || problem instanceof RangeError
        ? "Il n’y a plus assez de place ou de mémoire pour faire le fichier. Fermez d’autres applications, libérez de la place, puis rechargez cette page. Rien n’est effacé."
        : "Le fichier n’a pas pu être fait. Rechargez cette page pour essayer encore. Rien n’est effacé.",
    );
  }
}

rescue();
