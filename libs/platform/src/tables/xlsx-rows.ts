import { posix } from 'node:path';
import { SaxesParser, type SaxesTagPlain } from 'saxes';
import { TableError, type TableRow } from './table-rows.js';
import { ZipArchive } from './zip-archive.js';

/** What a sheet of Excel has at most; a cell beyond is none of a workbook. */
const MOST_COLUMNS = 16_384;
/** Cells of a row that are kept, counted from the left: no table of ours is wider. */
const KEPT_COLUMNS = 512;
const DAY_MS = 86_400_000;
/** Day 0 of a workbook, in days before 1970-01-01: of Windows, and of the Macintosh of old. */
const [EPOCH_1900, EPOCH_1904] = [25_569, 24_107];
/** Built-in number formats of dates and times, ECMA-376 part 1, 18.8.30. */
const DATE_FORMATS = [
  [14, 22],
  [27, 36],
  [45, 47],
  [50, 58],
] as const;

type Attributes = SaxesTagPlain['attributes'];

interface Handlers {
  open?(name: string, attributes: Attributes): void;
  text?(text: string): void;
  close?(name: string): void;
}

/**
 * Rows of the first sheet of an XLSX file that are not empty, streaming: of the workbook only its shared strings are in memory
 * as a whole (ADR 55).
 * @param mostBytes what the workbook may weigh unpacked
 * @throws TableError `unreadable`
 */
export async function* xlsxRows(content: Uint8Array, mostBytes: number): AsyncGenerator<TableRow> {
  const unreadable = new TableError(1, 'unreadable');
  const archive = await ZipArchive.open(Buffer.from(content.buffer, content.byteOffset, content.byteLength), mostBytes);
  if (archive === undefined) throw unreadable;
  try {
    const workbook = await readWorkbook(archive);
    if (!archive.has(workbook.sheet)) throw unreadable;
    yield* rowsOf(archive, workbook);
  } catch {
    // Whatever the parser says of an archive that is no workbook, to the user it is one.
    throw unreadable;
  }
}

interface Workbook {
  /** Path of the first sheet in the archive. */
  readonly sheet: string;
  readonly strings: readonly string[];
  /** By the number of a cell's style: whether it shows its number as a date. */
  readonly isDate: readonly boolean[];
  readonly epoch: number;
}

async function readWorkbook(archive: ZipArchive): Promise<Workbook> {
  const [path = ''] = (await relations(archive, '')).filter(({ type }) => type === 'officeDocument').map(targetOf);
  const parts = await relations(archive, path);
  const [sheets, epoch] = await outline(archive, path);
  const part = (wanted: string) => parts.find(({ type }) => type === wanted)?.target ?? '';
  return {
    sheet: parts.find(({ id }) => id === sheets[0])?.target ?? '',
    strings: await sharedStrings(archive, part('sharedStrings')),
    isDate: await dateStyles(archive, part('styles')),
    epoch,
  };
}

const targetOf = ({ target }: { readonly target: string }) => target;

/** What a part of the archive refers to; of the archive itself where `path` is empty. */
function relations(archive: ZipArchive, path: string) {
  const folder = posix.dirname(path);
  const part = posix.join(folder, '_rels', `${posix.basename(path)}.rels`);
  return all(
    parse<{ id: string; type: string; target: string }>(archive, part, (found) => ({
      open(name, { Id = '', Type = '', Target = '' }) {
        if (name !== 'Relationship') return;
        // The two namespaces of the format, transitional and strict, end alike.
        const target = Target.startsWith('/') ? Target.slice(1) : posix.join(folder, Target);
        found.push({ id: Id, type: Type.slice(Type.lastIndexOf('/') + 1), target });
      },
    })),
  );
}

/** Relations of the sheets in their order, and day 0. */
async function outline(archive: ZipArchive, path: string): Promise<[string[], number]> {
  let epoch = EPOCH_1900;
  const sheets = parse<string>(archive, path, (found) => ({
    open(name, attributes) {
      if (name === 'workbookPr' && isTrue(attributes['date1904'])) epoch = EPOCH_1904;
      if (name !== 'sheet') return;
      const id = Object.entries(attributes).find(([key]) => key.endsWith(':id'))?.[1];
      if (id !== undefined) found.push(id);
    },
  }));
  return [await all(sheets), epoch];
}

function sharedStrings(archive: ZipArchive, path: string): Promise<string[]> {
  const item = new TextOfRuns();
  return all(
    parse<string>(archive, path, (found) => ({
      open(name) {
        if (name === 'si') item.begin();
        else item.open(name);
      },
      text(text) {
        item.text(text);
      },
      close(name) {
        if (name === 'si') found.push(item.end());
        else item.close(name);
      },
    })),
  );
}

function dateStyles(archive: ZipArchive, path: string): Promise<boolean[]> {
  const custom = new Map<string, boolean>();
  let isOfCells = false;
  return all(
    parse<boolean>(archive, path, (found) => ({
      open(name, { numFmtId = '', formatCode = '' }) {
        if (name === 'numFmt') custom.set(numFmtId, isDateFormat(formatCode));
        if (name === 'cellXfs') isOfCells = true;
        if (name !== 'xf' || !isOfCells) return;
        const number = Number(numFmtId);
        found.push(custom.get(numFmtId) ?? DATE_FORMATS.some(([from, to]) => number >= from && number <= to));
      },
      close(name) {
        if (name === 'cellXfs') isOfCells = false;
      },
    })),
  );
}

/** Whether a format shows parts of a date once its colours, conditions and quoted texts are taken away. */
function isDateFormat(code: string): boolean {
  return /[dmyhs]/i.test(code.replace(/\[(?![hms]+\])[^\]]*\]|"[^"]*"|\\.|_.|\*./gi, ''));
}

function rowsOf(archive: ZipArchive, workbook: Workbook): AsyncGenerator<TableRow> {
  let [line, column, type, style, value] = [0, 0, '', 0, ''];
  let cells: string[] = [];
  let isValue = false;
  const inline = new TextOfRuns();
  return parse<TableRow>(archive, workbook.sheet, (rows) => ({
    open(name, { r = '', t = 'n', s = '0' }) {
      if (name === 'row') {
        // Rows stand in their order; a number that is none, or one of before, is not believed.
        line = Number.isSafeInteger(Number(r)) && Number(r) > line ? Number(r) : line + 1;
        [cells, column] = [[], 0];
      } else if (name === 'c') {
        column = r === '' ? column + 1 : columnOf(r);
        [type, style, value] = [t, Number(s), ''];
        inline.begin();
      } else if (name === 'v') isValue = true;
      else inline.open(name);
    },
    text(text) {
      if (isValue) value += text;
      else inline.text(text);
    },
    close(name) {
      if (name === 'v') isValue = false;
      else if (name === 'c') {
        if (column < 1 || column > MOST_COLUMNS) throw new RangeError('no column');
        const text = type === 'inlineStr' ? inline.end() : cellText(type, value, style, workbook);
        if (text === '' || column > KEPT_COLUMNS) return;
        while (cells.length < column) cells.push('');
        cells[column - 1] = text;
      } else if (name === 'row') {
        if (cells.length > 0) rows.push({ line, cells });
      } else inline.close(name);
    },
  }));
}

/** A typed cell as it would be written in CSV: comma before decimals, dates YYYY-MM-DD. */
function cellText(type: string, value: string, style: number, { strings, isDate, epoch }: Workbook): string {
  if (value === '' || type === 'e') return '';
  if (type === 's') return shared(strings, value);
  if (type === 'b') return String(isTrue(value));
  if (type === 'd') return value.replace(/T00:00:00(\.0+)?Z?$/, '');
  if (type !== 'n') return unescaped(value);
  const number = Number(value);
  if (Number.isNaN(number)) return '';
  if (!isDate[style]) return String(number).replace('.', ',');
  const date = new Date(Math.round((number - epoch) * DAY_MS));
  return Number.isNaN(date.getTime()) ? '' : date.toISOString().replace('T00:00:00.000Z', '');
}

/** A workbook that lost its strings is refused rather than read without them. */
function shared(strings: readonly string[], index: string): string {
  const text = strings[Number(index)];
  if (text === undefined) throw new RangeError('no such string');
  return text;
}

/** The text of a string that may consist of runs; how it is spoken (`rPh`) is none of it. */
class TextOfRuns {
  #text = '';
  #isText = false;
  #isSpoken = false;

  begin(): void {
    [this.#text, this.#isText, this.#isSpoken] = ['', false, false];
  }

  open(name: string): void {
    if (name === 'rPh') this.#isSpoken = true;
    if (name === 't') this.#isText = !this.#isSpoken;
  }

  text(text: string): void {
    if (this.#isText) this.#text += text;
  }

  close(name: string): void {
    if (name === 'rPh') this.#isSpoken = false;
    if (name === 't') this.#isText = false;
  }

  end(): string {
    return unescaped(this.#text);
  }
}

/** Characters that XML has no place for stand as `_x000D_`. */
const unescaped = (text: string) =>
  text.replace(/_x([0-9A-F]{4})_/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 16)));

const isTrue = (text: string | undefined) => text === '1' || text === 'true';

/** `AB12` is column 28. */
function columnOf(reference: string): number {
  let column = 0;
  for (const letter of reference.toUpperCase()) {
    const code = letter.charCodeAt(0) - 64;
    if (code < 1 || code > 26) break;
    column = column * 26 + code;
  }
  return column;
}

/** What the handlers find, piece by piece. A part that is not there is empty. */
async function* parse<T>(archive: ZipArchive, path: string, handlers: (found: T[]) => Handlers): AsyncGenerator<T> {
  const found: T[] = [];
  const { open, text, close } = handlers(found);
  const parser = new SaxesParser();
  if (open) parser.on('opentag', ({ name, attributes }) => { open(local(name), attributes); }); // prettier-ignore
  if (close) parser.on('closetag', ({ name }) => { close(local(name)); }); // prettier-ignore
  if (text) for (const event of ['text', 'cdata'] as const) parser.on(event, text);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let isEmpty = true;
  for await (const piece of archive.read(path)) {
    parser.write(decoder.decode(piece, { stream: true }));
    isEmpty = false;
    yield* found.splice(0);
  }
  if (!isEmpty) parser.close();
}

async function all<T>(found: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of found) items.push(item);
  return items;
}

/** Some programs name the format's namespace with a prefix. */
const local = (name: string) => name.slice(name.indexOf(':') + 1);
