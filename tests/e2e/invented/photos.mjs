// Invented photos: a wall, a lamp, a pavement and a drawn face, with the metadata that a camera adds.

import jpeg from "jpeg-js";

import { seeded } from "./seeded.mjs";

/** A JPEG of a drawn street; `exif` is put where a camera puts it. */
export function photo({ width, height, seed, exif, face = false, quality = 82 }) {
  const random = seeded(seed);
  const data = Buffer.alloc(width * height * 4);
  const horizon = Math.round(height * 0.55);
  const lamp = Math.round(width * (0.3 + 0.4 * random()));
  const [headX, headY, head] = [width * 0.7, height * 0.45, Math.min(width, height) * 0.09];
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const grain = (random() - 0.5) * 22;
      let colour = y < horizon ? [38 + (60 * y) / horizon, 44 + (50 * y) / horizon, 70 + (30 * y) / horizon] : [86, 80, 74];
      if (y > horizon && ((x >> 6) + (y >> 5)) % 2 === 0) colour = [98, 92, 85];
      if (Math.abs(x - lamp) < width / 160 && y > height * 0.2 && y < height * 0.9) colour = [30, 30, 32];
      const glow = Math.hypot(x - lamp, y - height * 0.2) / (height * 0.16);
      if (glow < 1) colour = colour.map((part, index) => part + (1 - glow) * [190, 160, 70][index]);
      if (face) {
        const away = Math.hypot((x - headX) / 0.8, y - headY) / head;
        const eye = Math.hypot(Math.abs(x - headX) - head * 0.3, y - headY + head * 0.2) / head;
        const mouth = Math.abs(y - headY - head * 0.4) < head * 0.06 && Math.abs(x - headX) < head * 0.35;
        if (away < 1) colour = eye < 0.11 || mouth ? [40, 30, 30] : [214, 170, 140];
      }
      data.set([...colour.map((part) => Math.max(0, Math.min(255, part + grain))), 255], (y * width + x) * 4);
    }
  }
  const bytes = Buffer.from(jpeg.encode({ width, height, data }, quality).data);
  return exif ? Buffer.concat([bytes.subarray(0, 2), segment(exif), bytes.subarray(2)]) : bytes;
}

/** The application segment that holds a block of metadata. */
function segment(tiff) {
  const head = Buffer.from([0xff, 0xe1, 0, 0, ...Buffer.from("Exif\0\0")]);
  head.writeUInt16BE(2 + 6 + tiff.length, 2);
  return Buffer.concat([head, tiff]);
}

const [ASCII, SHORT, LONG, RATIONAL] = [2, 3, 4, 5];
const SIZE = { [ASCII]: 1, [SHORT]: 2, [LONG]: 4, [RATIONAL]: 8 };

/**
 * Metadata as Exif 2.32 writes it (a TIFF, little end first): which camera, how it was held (1 to 8), and,
 * if given, where: WGS 84 longitude and latitude in degrees.
 */
export function exif({ orientation = 1, place }) {
  const first = [
    [0x010f, ASCII, "Appareil inventé"],
    [0x0112, SHORT, [orientation]],
  ];
  if (!place) return tiff([first]);
  const parts = (degrees) => {
    const seconds = Math.abs(degrees) * 3600;
    return [[Math.floor(seconds / 3600), 1], [Math.floor(seconds / 60) % 60, 1], [Math.round((seconds % 60) * 1000), 1000]];
  };
  const position = [
    [0x0001, ASCII, place[1] < 0 ? "S" : "N"],
    [0x0002, RATIONAL, parts(place[1])],
    [0x0003, ASCII, place[0] < 0 ? "W" : "E"],
    [0x0004, RATIONAL, parts(place[0])],
  ];
  return tiff([[...first, [0x8825, LONG, "next"]], position]);
}

/** Lists of fields one after the other; `"next"` is where the next list begins. */
function tiff(lists) {
  const head = Buffer.from([0x49, 0x49, 42, 0, 8, 0, 0, 0]);
  let at = head.length;
  const written = lists.map((fields) => {
    const table = Buffer.alloc(2 + fields.length * 12 + 4);
    const values = [];
    table.writeUInt16LE(fields.length, 0);
    let free = at + table.length;
    const late = [];
    fields.forEach(([tag, type, value], index) => {
      const entry = 2 + index * 12;
      const bytes = value === "next" ? Buffer.alloc(4) : encoded(type, value);
      table.writeUInt16LE(tag, entry);
      table.writeUInt16LE(type, entry + 2);
      table.writeUInt32LE(bytes.length / SIZE[type], entry + 4);
      if (value === "next") late.push(entry + 8);
      else if (bytes.length <= 4) bytes.copy(table, entry + 8);
      else {
        table.writeUInt32LE(free, entry + 8);
        free += bytes.length;
        values.push(bytes);
      }
    });
    late.forEach((entry) => table.writeUInt32LE(free, entry));
    at = free;
    return Buffer.concat([table, ...values]);
  });
  return Buffer.concat([head, ...written]);
}

function encoded(type, value) {
  if (type === ASCII) {
    const text = Buffer.from(`${value}\0`, "latin1");
    return text.length % 2 ? Buffer.concat([text, Buffer.alloc(1)]) : text;
  }
  const bytes = Buffer.alloc(value.length * SIZE[type]);
  value.forEach((part, index) => {
    if (type === SHORT) bytes.writeUInt16LE(part, index * 2);
    if (type === RATIONAL) part.forEach((number, half) => bytes.writeUInt32LE(number, index * 8 + half * 4));
  });
  return bytes;
}
