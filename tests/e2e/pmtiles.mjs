// The smallest basemap there is, made for the tests: one picture of the whole world. And files that
// look like a basemap and are none.

import { deflateSync, crc32 } from "node:zlib";

/** A PMTiles archive of version 3 with a single PNG tile, of one colour. */
export function pictureBasemap({ attribution = "Fond inventé pour les essais" } = {}) {
  const tile = png(256, [120, 140, 110]);
  const metadata = Buffer.from(JSON.stringify({ attribution, name: "essai" }));
  // One entry: tile 0, run of 1, its length, offset 0 (written as 1). All are varints.
  const directory = Buffer.concat([varint(1), varint(0), varint(1), varint(tile.length), varint(1)]);
  const header = Buffer.alloc(127);
  header.write("PMTiles");
  header[7] = 3;
  const at = 127 + directory.length;
  const numbers = [127, directory.length, at, metadata.length, at + metadata.length, 0, at + metadata.length, tile.length, 1, 1, 1];
  numbers.forEach((number, index) => header.writeBigUInt64LE(BigInt(number), 8 + index * 8));
  header[96] = 1; // clustered
  header[97] = 1; // directories and metadata as they are
  header[98] = 1; // tiles as they are
  header[99] = 2; // PNG
  header[100] = 0;
  header[101] = 0;
  [-1800000000, -850000000, 1800000000, 850000000].forEach((e7, index) => header.writeInt32LE(e7, 102 + index * 4));
  return Buffer.concat([header, directory, metadata, tile]);
}

function varint(number) {
  const bytes = [];
  for (; number > 127; number = Math.floor(number / 128)) bytes.push((number % 128) + 128);
  return Buffer.from([...bytes, number]);
}

function png(side, [red, green, blue]) {
  const chunk = (name, data) => {
    const body = Buffer.concat([Buffer.from(name), data]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(data.length);
    frame.writeUInt32BE(crc32(body), 4);
    return Buffer.concat([frame.subarray(0, 4), body, frame.subarray(4)]);
  };
  const head = Buffer.alloc(13);
  head.writeUInt32BE(side);
  head.writeUInt32BE(side, 4);
  head.set([8, 2, 0, 0, 0], 8);
  const row = Buffer.concat([Buffer.from([0]), Buffer.concat(Array(side).fill(Buffer.from([red, green, blue])))]);
  const pixels = deflateSync(Buffer.concat(Array(side).fill(row)));
  return Buffer.concat([
    Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]),
    chunk("IHDR", head),
    chunk("IDAT", pixels),
    chunk("IEND", Buffer.alloc(0)),
  ]);
}
