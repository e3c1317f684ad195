// The service worker: the app starts without a network, from one whole version of itself.
//
// It touches GET requests for the files it knows, and nothing else. Anything else goes by as
// if there were no worker: a worker that repeats a POST can send it twice, or send it without
// its body, and the person is told it was received.
"use strict";

// Both written by script/post_build.mjs. With no file (a development build), this worker
// keeps nothing and answers nothing.
const VERSION = "unbuilt";
const FILES = []; // [path relative to this file, SHA-256 of its content]

const SCOPE = self.registration.scope;
// Several apps, or two copies of this one, may live under other paths of the same host and
// share its caches: the scope is part of the name.
const FAMILY = `eclaireuse ${SCOPE} `;
const CACHE = FAMILY + VERSION;
const KNOWN = new Set(FILES.map(([path]) => new URL(path, SCOPE).href));

self.addEventListener("install", (event) => event.waitUntil(install()));
self.addEventListener("activate", (event) => event.waitUntil(activate()));
self.addEventListener("message", (event) => {
  // Only when the person agreed (see boot.js): replacing the files under a running page may
  // break what is on its screen.
  if (event.data?.type === "SKIP_WAITING") self.skipWaiting();
  // Whether the copy is whole is looked at, never remembered.
  if (event.data?.type === "WHOLE") event.waitUntil(whole().then((lack) => event.ports[0].postMessage(lack)));
});

/** What is lacking of the copy, made whole again where the network allows; empty when nothing is. */
async function whole() {
  try {
    const cache = await caches.open(CACHE);
    const there = new Set((await cache.keys()).map(({ url }) => url));
    for (const [path, sha256] of FILES) {
      if (!there.has(new URL(path, SCOPE).href)) await keep(cache, path, sha256);
    }
    return FILES.length ? "" : "no_copy";
  } catch (problem) {
    return lackOf(problem);
  }
}

/** What the page is told of a file that could not be kept: see `Obstacle::read_all`. */
const lackOf = ({ lack, message }) => lack ?? `no_copy\t${message}`;

/** An error that says which file, and what was wrong with it. */
const refuse = (...lack) => Object.assign(new Error(lack.join(" ")), { lack: lack.join("\t") });

const nameOf = (path) => (path === "./" ? "index.html" : path);

/** All the files or none: half a version would start, then fail far from any network. */
async function install() {
  try {
    const cache = await caches.open(CACHE);
    const left = [...FILES];
    // Four at a time: gentle with a slow network, and never all the files in memory.
    const lane = async () => {
      for (let file = left.shift(); file; file = left.shift()) await keep(cache, ...file);
    };
    await Promise.all([lane(), lane(), lane(), lane()]);
  } catch (problem) {
    await caches.delete(CACHE);
    const pages = await self.clients.matchAll({ type: "window", includeUncontrolled: true });
    for (const page of pages) page.postMessage({ type: "REFUSED", lack: lackOf(problem) });
    throw problem; // The install fails; the browser tries again at a later visit.
  }
}

async function keep(cache, path, sha256) {
  // Ask the server whether our copy is current, so that files of two versions never mix.
  let response;
  try {
    response = await fetch(new URL(path, SCOPE), { cache: "no-cache" });
  } catch (problem) {
    throw refuse("missing", nameOf(path), problem.message);
  }
  if (!response.ok) throw refuse("missing", nameOf(path), response.status);
  const bytes = await response.arrayBuffer();
  // The sign-in page of a station's wifi answers 200 to everything, and a host in the middle
  // of an upload gives one file from before and one from after. The content tells.
  const received = await hex(bytes);
  if (received !== sha256) throw refuse("altered", nameOf(path), sha256.slice(0, 16), received.slice(0, 16));
  const headers = new Headers(response.headers);
  headers.delete("Content-Encoding"); // `bytes` are already decoded.
  headers.delete("Content-Length");
  // A new response, because a browser refuses one that was redirected as answer to a navigation.
  await cache.put(new URL(path, SCOPE), new Response(bytes, { headers }));
}

async function hex(bytes) {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

async function activate() {
  const names = await caches.keys();
  await Promise.all(
    names.filter((name) => name.startsWith(FAMILY) && name !== CACHE).map((name) => caches.delete(name)),
  );
  // The first visit becomes usable offline without a reload.
  await self.clients.claim();
}

self.addEventListener("fetch", (event) => {
  const { request } = event;
  if (request.method !== "GET") return;
  const url = new URL(request.url);
  url.search = "";
  url.hash = "";
  // The page's routes are in its hash, so it has one address. Other navigations are not ours:
  // another site may live under a path below this one.
  if (request.mode === "navigate" && url.href === new URL("index.html", SCOPE).href) url.href = SCOPE;
  if (KNOWN.has(url.href)) event.respondWith(answer(request, url.href));
});

async function answer(request, href) {
  const kept = await caches.match(href, { cacheName: CACHE, ignoreVary: true });
  return kept ?? fetch(request);
}
