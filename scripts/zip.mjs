// @ts-check
import fs from 'node:fs';
import zlib from 'node:zlib';

/**
 * @typedef {object} ZipEntry
 * @property {string} name
 * @property {number} size in bytes, as the file is
 * @property {number} compressedSize in bytes, as it is in the package
 * @property {() => Buffer} content
 */

/**
 * The files in a package. Reads the central directory of the zip (APPNOTE.TXT 4.3.12); only what these packages need.
 * @param {string} file
 * @returns {ZipEntry[]}
 */
export function readZip(file) {
  const zip = fs.readFileSync(file);
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06', 'latin1'));
  if (end < 0) throw new Error(`${file} is not a zip file.`);
  /** @type {ZipEntry[]} */
  const entries = [];
  let at = zip.readUInt32LE(end + 16);
  for (let left = zip.readUInt16LE(end + 10); left > 0; left--) {
    const compressedSize = zip.readUInt32LE(at + 20);
    const nameEnd = at + 46 + zip.readUInt16LE(at + 28);
    const header = zip.readUInt32LE(at + 42);
    const isStored = zip.readUInt16LE(at + 10) === 0;
    entries.push({
      name: zip.toString('utf8', at + 46, nameEnd),
      size: zip.readUInt32LE(at + 24),
      compressedSize,
      content: () => {
        const start = header + 30 + zip.readUInt16LE(header + 26) + zip.readUInt16LE(header + 28);
        const bytes = zip.subarray(start, start + compressedSize);
        return isStored ? bytes : zlib.inflateRawSync(bytes);
      },
    });
    at = nameEnd + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32);
  }
  return entries;
}
