// @ts-check
/** Reads screenshots and writes small PNGs, also animated ones, for README and docs. */
import zlib from 'node:zlib';

/**
 * @typedef {object} Picture
 * @property {number} width
 * @property {number} height
 * @property {Uint32Array} pixels row by row, each 0xRRGGBB
 */

const signature = Buffer.from('\x89PNG\r\n\x1a\n', 'latin1');

/**
 * Reads a PNG as browsers write it: 8 bits per channel, RGB or RGBA, not interlaced. Ignores alpha.
 * @param {Buffer} png
 * @returns {Picture}
 */
export function readPng(png) {
  let [width, height, channels] = [0, 0, 0];
  /** @type {Buffer[]} */
  const data = [];
  for (let at = signature.length; at < png.length;) {
    const length = png.readUInt32BE(at);
    const type = png.toString('latin1', at + 4, at + 8);
    const body = png.subarray(at + 8, at + 8 + length);
    at += length + 12;
    if (type === 'IDAT') data.push(body);
    if (type !== 'IHDR') continue;
    [width, height] = [body.readUInt32BE(0), body.readUInt32BE(4)];
    channels = body[9] === 6 ? 4 : 3;
    if (body[8] !== 8 || (body[9] !== 2 && body[9] !== 6) || body[12] !== 0) {
      throw new Error('Only PNGs as browsers write them can be read.');
    }
  }
  const bytes = unfilter(zlib.inflateSync(Buffer.concat(data)), width * channels, height, channels);
  const pixels = new Uint32Array(width * height);
  for (let i = 0; i < pixels.length; i++) pixels[i] = bytes.readUIntBE(i * channels, 3);
  return { width, height, pixels };
}

/**
 * Undoes the filters of the rows (PNG specification, section 9).
 * @param {Buffer} filtered @param {number} rowLength @param {number} rows @param {number} step bytes of a pixel
 */
function unfilter(filtered, rowLength, rows, step) {
  const bytes = Buffer.alloc(rowLength * rows);
  for (let row = 0; row < rows; row++) {
    const filter = filtered[row * (rowLength + 1)];
    for (let x = 0; x < rowLength; x++) {
      const at = row * rowLength + x;
      const left = x >= step ? (bytes[at - step] ?? 0) : 0;
      const above = row > 0 ? (bytes[at - rowLength] ?? 0) : 0;
      const corner = x >= step && row > 0 ? (bytes[at - rowLength - step] ?? 0) : 0;
      const predicted = [0, left, above, (left + above) >> 1, paeth(left, above, corner)][filter ?? 0] ?? 0;
      bytes[at] = (filtered[row * (rowLength + 1) + 1 + x] ?? 0) + predicted;
    }
  }
  return bytes;
}

/** @param {number} left @param {number} above @param {number} corner */
function paeth(left, above, corner) {
  const estimate = left + above - corner;
  const [a, b, c] = [Math.abs(estimate - left), Math.abs(estimate - above), Math.abs(estimate - corner)];
  if (a <= b && a <= c) return left;
  return b <= c ? above : corner;
}

/**
 * Writes a PNG of at most 255 colours from one picture, or an animated one (APNG) from several of the same size. Each
 * further frame has only the pixels that changed.
 * @param {Picture[]} pictures
 * @param {number[]} [delays] how long each is shown, in ms
 * @returns {Buffer}
 */
export function writePng(pictures, delays = []) {
  const [first] = pictures;
  if (first === undefined) throw new Error('There is no picture to write.');
  const { width, height } = first;
  const { palette, indexOf } = paletteOf(pictures);
  const indexed = pictures.map(({ pixels }) => Uint8Array.from(pixels, pixel => indexOf.get(pixel) ?? 0));
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 3, 0, 0, 0], 8);
  const colours = Buffer.alloc(palette.length * 3);
  palette.forEach((colour, i) => colours.writeUIntBE(colour, i * 3, 3));
  const chunks = [chunk('IHDR', header), chunk('PLTE', colours)];
  if (pictures.length > 1) {
    // Index 0 is transparent: it shows the previous frame.
    chunks.push(chunk('tRNS', Buffer.from([0])), chunk('acTL', uint32s(pictures.length, 0)));
  }
  let sequence = 0;
  indexed.forEach((pixels, i) => {
    const before = indexed[i - 1];
    const area = before ? changedArea(before, pixels, width, height) : { x: 0, y: 0, width, height };
    if (pictures.length > 1) {
      const control = Buffer.alloc(26);
      control.set(uint32s(sequence++, area.width, area.height, area.x, area.y));
      control.writeUInt16BE(delays[i] ?? 1000, 20);
      control.writeUInt16BE(1000, 22);
      // Keep the frame, and draw the next one over it.
      control.set([0, 1], 24);
      chunks.push(chunk('fcTL', control));
    }
    const rows = Buffer.alloc((area.width + 1) * area.height);
    for (let y = 0; y < area.height; y++) {
      for (let x = 0; x < area.width; x++) {
        const at = (area.y + y) * width + area.x + x;
        const index = pixels[at] ?? 0;
        rows[y * (area.width + 1) + 1 + x] = before?.[at] === index ? 0 : index;
      }
    }
    const data = zlib.deflateSync(rows, { level: 9, memLevel: 9 });
    chunks.push(i === 0 ? chunk('IDAT', data) : chunk('fdAT', Buffer.concat([uint32s(sequence++), data])));
  });
  return Buffer.concat([signature, ...chunks, chunk('IEND', Buffer.alloc(0))]);
}

/**
 * The palette without index 0, which is transparent, and the index of every colour of the pictures. Similar colours share
 * the index of the most frequent one.
 * @param {Picture[]} pictures
 */
function paletteOf(pictures) {
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const { pixels } of pictures) {
    for (const pixel of pixels) counts.set(pixel, (counts.get(pixel) ?? 0) + 1);
  }
  const byCount = [...counts].sort((a, b) => b[1] - a[1]).map(([colour]) => colour);
  /** @type {number[]} */
  let chosen = [];
  for (let tolerance = 0; ; tolerance += 4) {
    chosen = [];
    for (const colour of byCount) {
      if (chosen.every(other => distance(colour, other) > tolerance)) chosen.push(colour);
      if (chosen.length > 255) break;
    }
    if (chosen.length <= 255) break;
  }
  /** @type {Map<number, number>} */
  const indexOf = new Map();
  for (const colour of byCount) {
    let nearest = 0;
    chosen.forEach((other, i) => {
      if (distance(colour, other) < distance(colour, chosen[nearest] ?? 0)) nearest = i;
    });
    indexOf.set(colour, nearest + 1);
  }
  return { palette: [0, ...chosen], indexOf };
}

/** The largest difference of the channels of two colours. @param {number} a @param {number} b */
function distance(a, b) {
  return Math.max(
    Math.abs((a >> 16) - (b >> 16)),
    Math.abs(((a >> 8) & 255) - ((b >> 8) & 255)),
    Math.abs((a & 255) - (b & 255)),
  );
}

/** @param {Uint8Array} before @param {Uint8Array} after @param {number} width @param {number} height */
function changedArea(before, after, width, height) {
  let [left, top, right, bottom] = [width, height, -1, -1];
  after.forEach((index, at) => {
    if (before[at] === index) return;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, top, right, bottom] = [
      Math.min(left, x),
      Math.min(top, y),
      Math.max(right, x),
      Math.max(bottom, y),
    ];
  });
  // A frame has at least one pixel.
  if (right < 0) return { x: 0, y: 0, width: 1, height: 1 };
  return { x: left, y: top, width: right - left + 1, height: bottom - top + 1 };
}

/** @param {string} type @param {Buffer} data */
function chunk(type, data) {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  return Buffer.concat([uint32s(data.length), body, uint32s(zlib.crc32(body))]);
}

/** @param {...number} values */
function uint32s(...values) {
  const bytes = Buffer.alloc(values.length * 4);
  values.forEach((value, i) => bytes.writeUInt32BE(value, i * 4));
  return bytes;
}
