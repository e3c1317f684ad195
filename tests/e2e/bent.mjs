// A host that is bent in one way, as people report them: what it answers is changed before it leaves.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { extname, join } from "node:path";

const TYPES = {
  ".css": "text/css",
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".svg": "image/svg+xml",
  ".wasm": "application/wasm",
  ".webmanifest": "application/manifest+json",
};

/**
 * Serves a folder below a base.
 * @param slash     what an address without its final slash gets: "redirect", "page" or "nothing"
 * @param bend      changes an answer: `({ name, status, headers, body }) => void`
 * @param host      the address that is listened to
 * @param password  `user:password` that is asked for
 */
export async function bentHost({ dir, base = "/", slash = "redirect", bend = () => {}, host = "127.0.0.1", password }) {
  const server = createServer(async (request, response) => {
    const { pathname } = new URL(request.url, "http://host");
    const give = (status, headers = {}, body = "") => response.writeHead(status, headers).end(request.method === "HEAD" ? undefined : body);
    if (password && request.headers.authorization !== `Basic ${Buffer.from(password).toString("base64")}`) {
      return give(401, { "WWW-Authenticate": 'Basic realm="essai"' });
    }
    const bare = `${pathname}/` === base;
    if (bare && slash === "redirect") return give(301, { Location: base });
    if (!(bare && slash === "page") && !pathname.startsWith(base)) return give(404);
    const name = bare || pathname === base ? "index.html" : pathname.slice(base.length);
    const answer = { name, status: 200, headers: { "Content-Type": TYPES[extname(name)] ?? "application/octet-stream" } };
    try {
      if (name.split("/").includes("..")) throw new Error(name);
      answer.body = await readFile(join(dir, decodeURIComponent(name)));
    } catch {
      return give(404);
    }
    bend(answer);
    const range = /^bytes=(\d+)-(\d+)$/.exec(request.headers.range ?? "");
    if (range && answer.status === 200) {
      const body = answer.body.subarray(Number(range[1]), Number(range[2]) + 1);
      return give(206, { ...answer.headers, "Content-Range": `bytes ${range[1]}-${range[2]}/${answer.body.length}` }, body);
    }
    give(answer.status, answer.headers, answer.body);
  });
  await new Promise((done, fail) => server.once("error", fail).listen(0, host, done));
  const { port } = server.address();
  return {
    port,
    url: `http://${host === "127.0.0.1" ? "localhost" : host}:${port}${base}`,
    close: () =>
      new Promise((done) => {
        server.close(done);
        server.closeAllConnections();
      }),
  };
}

/** Changes the text of the files whose name matches. */
export const rewritten = (names, change) => (answer) => {
  if (names.test(answer.name)) answer.body = Buffer.from(change(answer.body.toString()));
};
