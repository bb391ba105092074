import { promisify } from 'node:util';
import zlib from 'node:zlib';

const inflate = promisify(zlib.inflateRaw);
const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const [STORED, DEFLATED] = [0, 8];

/**
 * Whether an archive is whole: its directory is there, and every file in it unpacks to the size and checksum that it
 * names, all together to no more than `mostBytes`. The library that reads workbooks waits for ever for what a broken one
 * promises, and unpacks whatever it is given.
 */
export async function isSoundZip(content: Buffer, mostBytes: number): Promise<boolean> {
  const end = content.lastIndexOf(END_OF_DIRECTORY);
  if (end < 0) return false;
  try {
    let at = content.readUInt32LE(end + 16);
    let bytes = 0;
    for (let left = content.readUInt16LE(end + 10); left > 0; left--) {
      const size = content.readUInt32LE(at + 24);
      bytes += size;
      if (content.readUInt32LE(at) !== ENTRY || bytes > mostBytes) return false;
      const plain = await unpacked(content, at, size);
      if (plain?.length !== size || zlib.crc32(plain) !== content.readUInt32LE(at + 16)) return false;
      at += 46 + content.readUInt16LE(at + 28) + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
    }
    return true;
  } catch {
    // An offset that leads outside, or data that is not what was packed.
    return false;
  }
}

/** The file of a directory entry, packed as we know it. */
async function unpacked(content: Buffer, entry: number, size: number): Promise<Buffer | undefined> {
  const local = content.readUInt32LE(entry + 42);
  if (content.readUInt32LE(local) !== LOCAL) return undefined;
  const from = local + 30 + content.readUInt16LE(local + 26) + content.readUInt16LE(local + 28);
  const packed = content.subarray(from, from + content.readUInt32LE(entry + 20));
  const method = content.readUInt16LE(entry + 10);
  if (method === STORED) return packed;
  return method === DEFLATED ? inflate(packed, { maxOutputLength: Math.max(size, 1) }) : undefined;
}
