// Takes what is in the app's database and makes one notebook file of it, without the app.
//
// It reads the database as it is on disk (see ARCHITECTURE.md): `records`, a JSON line for
// each key, and `media`, `{ type, bytes }` for each SHA-256; and the second copy beside it, a
// journal whose four kinds of lines `src/format/journal.rs` describes, and the photos. What one
// of them lacks is taken from the other. It writes the same `.html` notebook as the app, which
// reads it back. It never writes to either.
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

// --- The second copy -----------------------------------------------------------------------

const CRC = Uint32Array.from({ length: 256 }, (_, n) => {
  let sum = n;
  for (let bit = 0; bit < 8; bit += 1) sum = sum & 1 ? 0xedb88320 ^ (sum >>> 1) : sum >>> 1;
  return sum;
});

function crc32(bytes) {
  let sum = 0xffffffff;
  for (const byte of bytes) sum = CRC[(sum ^ byte) & 255] ^ (sum >>> 8);
  return (sum ^ 0xffffffff) >>> 0;
}

/** What stands in a journal by its last words: lines by key; and whether it took over the one before. */
function readJournal(text) {
  const standing = new Map();
  let whole = false;
  const encoder = new TextEncoder();
  // What follows the last line break was not written to its end.
  for (const line of text.split("\n").slice(0, -1)) {
    const [, kind, sum, content] = /^([-+x=]) ([0-9a-f]{8}) ([^]*)$/.exec(line) ?? [];
    if (!kind || crc32(encoder.encode(content)) !== parseInt(sum, 16)) continue;
    if (kind === "=") whole = true;
    if (kind === "-") standing.delete(content);
    if (kind === "x") {
      for (const key of standing.keys()) if (key.startsWith(content)) standing.delete(key);
    }
    if (kind === "+") {
      const tab = content.indexOf("\t");
      standing.set(content.slice(0, tab), content.slice(tab + 1));
    }
  }
  return { standing, whole };
}

/** Whether the bytes are what their name says; believed where this page may not compute it. */
async function isNamed(id, bytes) {
  if (!globalThis.crypto?.subtle) return true;
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0")).join("") === id;
}

function isJson(text) {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

/** The second copy: lines by key, and a photo's bytes by its name; empty where there is none. */
async function secondCopy() {
  const none = { lines: new Map(), photo: async () => null };
  try {
    const folder = await (await navigator.storage.getDirectory()).getDirectoryHandle("eclaireuse");
    const photos = await folder.getDirectoryHandle("photos").catch(() => null);
    const numbers = [];
    for await (const name of folder.keys()) {
      if (/^journal-\d+$/.test(name)) numbers.push(Number(name.slice(8)));
    }
    let lines = new Map();
    // The newest that says that it is whole counts, or the only one.
    for (const number of numbers.sort((a, b) => b - a)) {
      const file = await (await folder.getFileHandle(`journal-${number}`)).getFile();
      const { standing, whole } = readJournal(await file.text());
      lines = standing;
      if (whole) break;
    }
    const photo = async (id) => {
      try {
        const file = await (await photos.getFileHandle(id)).getFile();
        const bytes = new Uint8Array(await file.arrayBuffer());
        return (await isNamed(id, bytes)) ? bytes : null;
      } catch {
        return null;
      }
    };
    return { lines, photo };
  } catch {
    return none;
  }
}

const storeOf = (database, name) => database.transaction(name, "readonly").objectStore(name);

/** Gives each entry to `take`, one at a time; returns the keys of those that could not be read, or that
 *  `take` refuses. */
async function each(database, name, take) {
  if (!database?.objectStoreNames.contains(name)) return [];
  const keys = await done(storeOf(database, name).getAllKeys());
  const lost = [];
  for (const key of keys) {
    // Each in a transaction of its own: one damaged entry costs only itself.
    try {
      if ((await take(key, await done(storeOf(database, name).get(key)))) === false) lost.push(key);
    } catch (problem) {
      console.error(name, key, problem);
      lost.push(key);
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

async function makeNotebook(database, second) {
  const records = new Parts();
  let recordCount = 0;
  const seen = new Set();
  const half = [];
  const takeRecord = (key, value, whatever = false) => {
    // The phone's own numbers and keys are no records and stay on it; photos follow.
    if (/^(own|photo|key)\//.test(key)) return;
    const line = typeof value === "string" ? value : JSON.stringify(value);
    if (!whatever && !isJson(line)) {
      half.push([key, value]);
      return false;
    }
    // A record is one line. In JSON a raw line break can only be between two words.
    records.write(`${inScript(line.replace(/[\r\n]+/g, " "))}\n`);
    seen.add(key);
    recordCount += 1;
    if (recordCount % 50 === 0) say(`Lecture : ${count(recordCount, "enregistrement", "enregistrements")}…`);
  };
  const lostRecords = await each(database, "records", takeRecord);
  for (const [key, line] of second.lines) if (!seen.has(key)) takeRecord(key, line);
  const lost = lostRecords.filter((key) => !seen.has(key) && !String(key).startsWith("own/")).length;
  // Half a line is more than none: whoever reads the file finds it.
  for (const [key, value] of half) if (!seen.has(key)) takeRecord(key, value, true);

  const pictures = new Parts();
  const media = [];
  const takePhoto = (key, given, bytes) => {
    const type = /^[\w.+-]+\/[\w.+-]+$/.test(given) ? given : "application/octet-stream";
    const source = `data:${type};base64,${base64(bytes)}`;
    pictures.write(`<img class="eclaireuse-media" data-sha256="${inAttribute(key)}" alt="" src="${source}">\n`);
    media.push({ sha256: key, type, bytes: bytes.length });
    say(`Lecture : ${count(media.length, "photo", "photos")}…`);
  };
  const damaged = [];
  const lostMedia = await each(database, "media", async (key, { type, bytes }) => {
    const picture = new Uint8Array(bytes.buffer ?? bytes, bytes.byteOffset ?? 0, bytes.byteLength);
    if (!(await isNamed(key, picture))) {
      damaged.push([key, type, picture]);
      return false;
    }
    takePhoto(key, type, picture);
  });
  for (const [key, type] of second.lines) {
    const id = key.startsWith("photo/") ? key.slice(6) : null;
    if (!id || media.some(({ sha256 }) => sha256 === id)) continue;
    const bytes = await second.photo(id);
    if (bytes) takePhoto(id, type, bytes);
  }
  // Half a picture is more than none.
  for (const [key, type, picture] of damaged) {
    if (!media.some(({ sha256 }) => sha256 === key)) takePhoto(key, type, picture);
  }
  const lostPhotos = lostMedia.filter((key) => !media.some(({ sha256 }) => sha256 === key)).length;

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
  return { blob, recordCount, mediaCount: media.length, lost: lost + lostPhotos };
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
  let database = null;
  const second = await secondCopy();
  try {
    database = await openDatabase();
  } catch (problem) {
    console.error(problem);
    if (second.lines.size === 0) {
      say("Le navigateur ne donne pas accès à ce qui est enregistré. Fermez les autres onglets d’Éclaireuse, puis rechargez cette page. En navigation privée, rien n’est gardé.");
      return;
    }
  }
  if (!database && second.lines.size === 0) {
    say("Rien n’est enregistré sur ce téléphone, dans ce navigateur.");
    return;
  }
  // Let the app upgrade its database in another tab, rather than block it.
  if (database) database.onversionchange = () => database.close();

  try {
    const { blob, recordCount, mediaCount, lost } = await makeNotebook(database, second);
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
