#!/usr/bin/env node
// A small static server: what a good host does, to try and test the app as it will be served.
//
//   node script/serve.mjs DIR [--port N] [--base /sous/chemin/] [--silent]
//
// The browser tests start it as a module: `serve({ dir, port, base })`.

import { createHash } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { createServer } from "node:http";
import { basename, extname, join, resolve, sep } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs, promisify } from "node:util";
import { brotliCompress, constants } from "node:zlib";

const brotli = promisify(brotliCompress);

// A host compresses a file once. Kept between starts, by content: five megabytes take ten seconds.
const KEPT = join(import.meta.dirname, "..", "target", "served");

async function compressed(body) {
  const kept = join(KEPT, createHash("sha256").update(body).digest("hex"));
  try {
    return await readFile(kept);
  } catch {
    // Not yet.
  }
  const made = await brotli(body, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } });
  try {
    await mkdir(KEPT, { recursive: true });
    // Whole or not at all: another server may look for it meanwhile.
    await writeFile(`${kept}.${process.pid}`, made);
    await rename(`${kept}.${process.pid}`, kept);
  } catch {
    // It is served all the same.
  }
  return made;
}

const TYPES = {
  ".css": "text/css; charset=utf-8",
  ".csv": "text/csv; charset=utf-8",
  ".geojson": "application/geo+json",
  ".html": "text/html; charset=utf-8",
  ".jpg": "image/jpeg",
  ".js": "text/javascript; charset=utf-8",
  ".json": "application/json",
  ".md": "text/markdown; charset=utf-8",
  ".mjs": "text/javascript; charset=utf-8",
  ".pmtiles": "application/vnd.pmtiles",
  ".png": "image/png",
  ".svg": "image/svg+xml",
  ".txt": "text/plain; charset=utf-8",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
  ".webp": "image/webp",
  ".woff2": "font/woff2",
  ".zip": "application/zip",
};
const WORTH_COMPRESSING = new Set([
  ".css", ".csv", ".geojson", ".html", ".js", ".json", ".md", ".mjs", ".svg", ".txt", ".wasm", ".webmanifest",
]);

// Trunk writes 64 bits in hexadecimal without leading zeros: 16 digits, rarely fewer. Only
// the file's own name counts: wasm-bindgen's folders carry a hash that is not of the content.
const HASHED = /[-.][0-9a-f]{13,16}[._-]/;

const HEADERS = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Permissions-Policy": "geolocation=(self), camera=(self), microphone=(), payment=(), usb=(), browsing-topics=()",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  // A page cannot ask for this itself.
  "Content-Security-Policy": "frame-ancestors 'none'",
};

/**
 * Serves `dir` below `base`, on this machine only. Port 0 takes a free one.
 * @returns {Promise<{ url: string, port: number, close: () => Promise<void> }>}
 */
export async function serve({ dir, port = 0, base = "/" }) {
  const root = resolve(dir);
  const prefix = `/${base}/`.replace(/\/+/g, "/");
  const kept = new Map(); // path → { stamp, body, etag, compressed }

  async function load(path) {
    const { size, mtimeMs } = await stat(path);
    const stamp = `${size} ${mtimeMs}`;
    let entry = kept.get(path);
    if (entry?.stamp !== stamp) {
      const body = await readFile(path);
      entry = { stamp, body, etag: createHash("sha256").update(body).digest("hex").slice(0, 16) };
      kept.set(path, entry);
    }
    return entry;
  }

  async function answer(request, response) {
    const give = (status, headers = {}, body = undefined) => {
      response.writeHead(status, { ...HEADERS, ...headers });
      response.end(request.method === "HEAD" ? undefined : body);
    };
    const plain = { "Content-Type": "text/plain; charset=utf-8", "Cache-Control": "no-store" };

    if (request.method !== "GET" && request.method !== "HEAD") {
      return give(405, { ...plain, Allow: "GET, HEAD" }, "405\n");
    }
    let path;
    try {
      path = decodeURIComponent(request.url.split(/[?#]/, 1)[0]);
    } catch {
      return give(400, plain, "400\n");
    }
    if (`${path}/` === prefix) return give(301, { ...plain, Location: prefix }, "301\n");
    if (!path.startsWith(prefix) || path.includes("\0")) return give(404, plain, "404\n");
    path = join(root, path.slice(prefix.length));
    if (path !== root && !path.startsWith(root + sep)) return give(404, plain, "404\n");
    if (request.url.split(/[?#]/, 1)[0].endsWith("/")) path = join(path, "index.html");

    let entry;
    try {
      entry = await load(path);
    } catch {
      return give(404, plain, "404\n");
    }

    const kind = extname(path);
    const immutable = HASHED.test(basename(path));
    const headers = {
      "Content-Type": TYPES[kind] ?? "application/octet-stream",
      "Cache-Control": immutable ? "public, max-age=31536000, immutable" : "no-cache",
      "Accept-Ranges": "bytes",
      ETag: `"${entry.etag}"`,
    };
    const compressible = WORTH_COMPRESSING.has(kind);
    if (compressible) headers.Vary = "Accept-Encoding";
    const compress =
      compressible && !request.headers.range && /\bbr\b/.test(request.headers["accept-encoding"] ?? "");
    if (compress) headers.ETag = `"${entry.etag}-br"`;

    const known = (request.headers["if-none-match"] ?? "").split(/\s*,\s*/).map((tag) => tag.replace(/^W\//, ""));
    if (known.includes(headers.ETag)) return give(304, headers);

    let { body } = entry;
    if (compress) {
      entry.compressed ??= compressed(body);
      body = await entry.compressed;
      headers["Content-Encoding"] = "br";
    }

    const range = /^bytes=(\d*)-(\d*)$/.exec(request.headers.range ?? "");
    if (range && (range[1] || range[2])) {
      const last = body.length - 1;
      const from = range[1] ? Number(range[1]) : Math.max(0, body.length - Number(range[2]));
      const to = range[1] && range[2] ? Math.min(Number(range[2]), last) : last;
      if (from > to) return give(416, { ...plain, "Content-Range": `bytes */${body.length}` }, "416\n");
      headers["Content-Range"] = `bytes ${from}-${to}/${body.length}`;
      headers["Content-Length"] = to - from + 1;
      return give(206, headers, body.subarray(from, to + 1));
    }
    headers["Content-Length"] = body.length;
    return give(200, headers, body);
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((problem) => {
      console.error(problem);
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  await new Promise((done, fail) => server.once("error", fail).listen(port, "127.0.0.1", done));
  const chosen = server.address().port;
  return {
    url: `http://localhost:${chosen}${prefix}`,
    port: chosen,
    // Cuts what is open too: in a test, a server that stops must be gone.
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      port: { type: "string", default: "8080" },
      base: { type: "string", default: "/" },
      silent: { type: "boolean", default: false },
    },
  });
  if (positionals.length !== 1) {
    console.error("usage : node script/serve.mjs DOSSIER [--port N] [--base /sous/chemin/] [--silent]");
    process.exit(2);
  }
  try {
    const { url } = await serve({ dir: positionals[0], port: Number(values.port), base: values.base });
    if (!values.silent) {
      console.log(`Éclaireuse est là : ${url}`);
      console.log("Ouvrez cette adresse dans un navigateur. Ctrl+C pour arrêter.");
    }
  } catch (problem) {
    const taken = problem.code === "EADDRINUSE";
    console.error(taken ? `Le port ${values.port} est déjà pris. Essayez --port ${Number(values.port) + 1}.` : problem);
    process.exit(1);
  }
}
