#!/usr/bin/env node
/**
 * A supplier's warehouse as Navette sees it: it reads supplier orders that were sent, and writes for each a despatch file of
 * all that is still awaited, CSV and XLSX by turns. A program of its own that knows the API and nothing else.
 *
 *   main.mjs --out DIR [ORDER…]      ids of orders; all that are sent where none is given
 *
 * NAVETTE_API_URL is the address of `/api/v1`, NAVETTE_API_TOKEN an access token. A file that is there already stays as it
 * is: what has left the warehouse is not written anew.
 */
import { existsSync, mkdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { despatchCsv } from './despatch-csv.mjs';
import { despatchRows } from './despatch-rows.mjs';
import { despatchXlsx } from './despatch-xlsx.mjs';
import { OrdersApi } from './orders-api.mjs';

const { values, positionals } = parseArgs({ options: { out: { type: 'string' } }, allowPositionals: true });
const { NAVETTE_API_URL: url, NAVETTE_API_TOKEN: token } = process.env;
if (!values.out || !url || !token) {
  process.stderr.write('usage: NAVETTE_API_URL=… NAVETTE_API_TOKEN=… main.mjs --out DIR [ORDER…]\n');
  process.exit(2);
}

/** @param {string} file @param {() => Promise<Buffer | string>} content */
async function write(file, content) {
  if (existsSync(file)) return;
  writeFileSync(`${file}.part`, await content(), { mode: 0o600 });
  renameSync(`${file}.part`, file);
}

const api = new OrdersApi(url, token);
const shippedOn = new Intl.DateTimeFormat('sv-SE', { timeZone: 'Europe/Paris' }).format(new Date());
mkdirSync(values.out, { recursive: true });
let isXlsx = false;
for (const id of positionals.length > 0 ? positionals : await api.sentOrders()) {
  const order = await api.order(id);
  const rows = despatchRows(order, shippedOn);
  const file = join(values.out, order.number);
  if (rows.length > 0 && isXlsx) await write(`${file}.xlsx`, () => despatchXlsx(rows));
  else if (rows.length > 0) await write(`${file}.csv`, async () => despatchCsv(rows));
  isXlsx = !isXlsx;
}
