import { isAscii, isUtf8 } from 'node:buffer';
import { Readable } from 'node:stream';
import { CsvError, parse } from 'csv-parse';
import { TableError, type TableRow } from './table-rows.js';

const DELIMITERS = [';', ',', '\t', '|'];
/** No row of a table is so long: a quote that never ends would take the rest of the file into memory. */
const MOST_ROW = 1_048_576;
const FIRST_LINE = 65_536;
/** Characters. */
const AT_ONCE = 32_768;
/** Where it differs from Latin-1, from 0x80 on; releases of Node differ in whether their decoder knows. */
const WINDOWS_1252 = '€\x81‚ƒ„…†‡ˆ‰Š‹Œ\x8dŽ\x8f\x90‘’“”•–—˜™š›œ\x9džŸ';

/**
 * Rows of a CSV file that are not empty, read piece by piece, so that memory does not grow with the file: UTF-8 or UTF-16 by
 * its byte order mark, UTF-8, or where it can't be that the Windows-1252 in which older programs write French; `;`, `,`, tab or
 * `|` between the columns, whichever the first line has most of.
 * @throws TableError `encoding`, `malformed-row`
 */
export async function* csvStream(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<TableRow> {
  const text = decoded(pieces);
  const first = await firstLine(text);
  const parser = parse({
    bom: true,
    delimiter: delimiterOf(first),
    info: true,
    relax_column_count: true,
    skip_empty_lines: true,
    max_record_size: MOST_ROW,
  });
  const source = Readable.from(joined(first, text));
  // `pipe` does not hand errors on.
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const { info, record } of source.pipe(parser) as AsyncIterable<{
      info: { lines: number };
      record: string[];
    }>)
      yield { line: info.lines, cells: record };
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { lines } = error as CsvError & { lines?: number };
    throw new TableError(lines ?? 1, 'malformed-row');
  } finally {
    source.destroy();
  }
}

/** Text up to the end of the first line that is not empty, at least; of a line without end so much that it is none. */
async function firstLine(text: AsyncGenerator<string>): Promise<string> {
  let first = '';
  while (!/\S.*\n/.test(first) && first.length < FIRST_LINE) {
    const next = await text.next();
    if (next.done === true) break;
    first += next.value;
  }
  return first;
}

/** In bits: the parser makes all rows of what it is given at once. */
async function* joined(first: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield* bits(first);
  for await (const text of rest) yield* bits(text);
}

function* bits(text: string): Generator<string> {
  for (let at = 0; at < text.length; at += AT_ONCE) yield text.slice(at, at + AT_ONCE);
}

/** What most often stands between the columns of the first line. */
function delimiterOf(text: string): string {
  const first = text.slice(0, FIRST_LINE).split(/\r?\n/).find((line) => line.trim() !== '') ?? ''; // prettier-ignore
  const times = (delimiter: string) => first.split(delimiter).length;
  return DELIMITERS.reduce((best, one) => (times(one) > times(best) ? one : best));
}

/** Text piece by piece. Until a piece is more than ASCII it does not matter what the file is written in. */
async function* decoded(pieces: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  let decode: Decoder | undefined;
  let lines = 1;
  // A character that the end of a piece cuts, while nothing has told yet what it is written in.
  let cut: Uint8Array = Buffer.alloc(0);
  const textOf = (piece: Buffer, isLast: boolean): string => {
    try {
      decode ??= isAscii(piece) ? undefined : decoderOf(piece);
      const text = decode === undefined ? piece.toString('latin1') : decode(piece, isLast);
      // Zero bytes are of no text.
      if (!text.includes('\0')) return text;
    } catch (error) {
      if ((error as { code?: string }).code !== 'ERR_ENCODING_INVALID_ENCODED_DATA') throw error;
    }
    throw new TableError(lines, 'encoding');
  };
  for await (const one of pieces) {
    const piece = Buffer.concat([cut, one]);
    const whole = decode === undefined ? wholeCharacters(piece) : piece.length;
    const isOpen = whole < piece.length && isAscii(piece.subarray(0, whole));
    cut = isOpen ? piece.subarray(whole) : Buffer.alloc(0);
    const text = textOf(isOpen ? piece.subarray(0, whole) : piece, false);
    lines += text.split('\n').length - 1;
    yield text;
  }
  yield textOf(Buffer.from(cut), true);
}

type Decoder = (piece: Buffer, isLast: boolean) => string;

function decoderOf(piece: Buffer): Decoder {
  const mark = piece.subarray(0, 2).toString('latin1');
  if (mark === '\xff\xfe') return streaming('utf-16le');
  if (mark === '\xfe\xff') return streaming('utf-16be');
  if (isUtf8(piece.subarray(0, wholeCharacters(piece)))) return streaming('utf-8');
  return (one) => one.toString('latin1').replace(/[\x80-\x9f]/g, (at) => WINDOWS_1252[at.charCodeAt(0) - 0x80] ?? at);
}

/** What is no text in it throws. */
function streaming(encoding: string): Decoder {
  const decoder = new TextDecoder(encoding, { fatal: true });
  return (piece, isLast) => decoder.decode(piece, { stream: !isLast });
}

/** Bytes before a character of UTF-8 that the end of the piece cuts. */
function wholeCharacters(piece: Buffer): number {
  for (let back = 1; back <= Math.min(3, piece.length); back++) {
    const byte = piece[piece.length - back] as number;
    if (byte < 0x80) break;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : byte >= 0xc0 ? 2 : 0;
    if (length > 0) return length > back ? piece.length - back : piece.length;
  }
  return piece.length;
}
