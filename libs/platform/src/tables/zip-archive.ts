import { Readable } from 'node:stream';
import zlib from 'node:zlib';

const END_OF_DIRECTORY = Buffer.from('PK\x05\x06', 'latin1');
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const [STORED, DEFLATED] = [0, 8];
/** Sheets of numbers pack twentyfold; a file this small is no bomb, however well it packs. */
const MOST_RATIO = 100;
const SMALL_BYTES = 1_048_576;

interface ZipEntry {
  readonly packed: Buffer;
  readonly method: number;
  readonly size: number;
  readonly checksum: number;
}

/** A zip archive in memory, whose files are unpacked piece by piece. */
export class ZipArchive {
  private constructor(private readonly entries: ReadonlyMap<string, ZipEntry>) {}

  /**
   * An archive that is whole: its directory is there, and every file in it unpacks to the size and checksum that it names, to a
   * hundred times what it weighs packed at most, all together to no more than `mostBytes`.
   */
  static async open(content: Buffer, mostBytes: number): Promise<ZipArchive | undefined> {
    try {
      const entries = new Map(directory(content));
      const bytes = [...entries.values()].reduce((sum, { size }) => sum + size, 0);
      if (bytes > mostBytes) return undefined;
      const archive = new ZipArchive(entries);
      for (const [name, entry] of entries) if (!(await archive.#isSound(name, entry))) return undefined;
      return archive;
    } catch {
      // An offset that leads outside, or data that is not what was packed.
      return undefined;
    }
  }

  has(name: string): boolean {
    return this.entries.has(name);
  }

  /** A file in pieces; nothing, where the archive has none of that name. */
  async *read(name: string): AsyncGenerator<Buffer> {
    const entry = this.entries.get(name);
    if (entry === undefined) return;
    if (entry.method === STORED) yield entry.packed;
    else yield* Readable.from([entry.packed]).pipe(zlib.createInflateRaw()) as AsyncIterable<Buffer>;
  }

  async #isSound(name: string, { packed, method, size, checksum }: ZipEntry): Promise<boolean> {
    if (method !== STORED && method !== DEFLATED) return false;
    if (size > SMALL_BYTES && size > packed.length * MOST_RATIO) return false;
    let [bytes, sum] = [0, 0];
    for await (const piece of this.read(name)) {
      bytes += piece.length;
      if (bytes > size) return false;
      sum = zlib.crc32(piece, sum);
    }
    return bytes === size && sum === checksum;
  }
}

/** @throws RangeError where the directory leads outside of the archive */
function* directory(content: Buffer): Generator<[string, ZipEntry]> {
  const end = content.lastIndexOf(END_OF_DIRECTORY);
  let at = content.readUInt32LE(end + 16);
  for (let left = content.readUInt16LE(end + 10); left > 0; left--) {
    const nameLength = content.readUInt16LE(at + 28);
    const local = content.readUInt32LE(at + 42);
    if (content.readUInt32LE(at) !== ENTRY || content.readUInt32LE(local) !== LOCAL) throw new RangeError('no entry');
    const from = local + 30 + content.readUInt16LE(local + 26) + content.readUInt16LE(local + 28);
    yield [
      content.toString('utf8', at + 46, at + 46 + nameLength),
      {
        packed: content.subarray(from, from + content.readUInt32LE(at + 20)),
        method: content.readUInt16LE(at + 10),
        size: content.readUInt32LE(at + 24),
        checksum: content.readUInt32LE(at + 16),
      },
    ];
    at += 46 + nameLength + content.readUInt16LE(at + 30) + content.readUInt16LE(at + 32);
  }
}
