import { request } from 'node:http';
import { json } from 'node:stream/consumers';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { IdentityServiceService as Identity, type GetGrantResponse } from '@navette/contracts/identity/v1/service';
import {
  PriceList,
  type AppendPriceListRequest,
  type BeginPriceListRequest,
  type DiscardPriceListRequest,
  type DiscardPriceListResponse,
  type EndPriceListRequest,
} from '@navette/contracts/stock/v1/price_lists';
import {
  GoodsReceipt,
  StockServiceService as Stock,
  type ImportDespatchFileRequest,
  type ImportDespatchFileResponse,
  type ValidateGoodsReceiptRequest,
} from '@navette/contracts/stock/v1/service';
import { PublicRpc } from '@navette/platform/rpc';
import { startService, type RunningService } from '@navette/platform/service';
import { eventually, freePort, startTestService, testTenant, TestTokens, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { apiService } from '../api.service.js';

const RIGHTS = ['stock:receipt.import', 'stock:receipt.validate', 'stock:price-list.import'];
const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

@Controller()
class IdentityStandIn {
  @PublicRpc(Identity.getGrant, 'a stand-in')
  async getGrant(): Promise<GetGrantResponse> {
    return { rights: RIGHTS, version: '1' };
  }
}

/** Price lists that are there: what each of their pieces weighs. */
const received = new Map<string, number[]>();

/** Says what it was sent; a file that begins with `bad` has a bad row. */
@Controller()
class StockStandIn {
  @PublicRpc(Stock.importDespatchFile, 'a stand-in')
  async importDespatchFile({ content, format }: ImportDespatchFileRequest): Promise<ImportDespatchFileResponse> {
    if (Buffer.from(content.subarray(0, 3)).toString() === 'bad') {
      const params = { number: 'LIL-CF-2026-000001' };
      const code = 'stock.despatch-file.order-unknown';
      return { receipts: [], errors: [{ line: 4, column: 'order_number', code, params }] };
    }
    const receipt = GoodsReceipt.fromPartial({ state: 'draft', deliveryNote: `${format} ${content.length}` });
    return { receipts: [receipt], errors: [] };
  }

  @PublicRpc(Stock.beginPriceList, 'a stand-in')
  async beginPriceList({ fileName }: BeginPriceListRequest): Promise<PriceList> {
    received.set(fileName, []);
    return PriceList.fromPartial({ id: fileName, fileName, state: 'receiving' });
  }

  @PublicRpc(Stock.appendPriceList, 'a stand-in')
  async appendPriceList({ priceListId, piece, content }: AppendPriceListRequest): Promise<PriceList> {
    const pieces = received.get(priceListId) ?? [];
    pieces[piece] = content.length;
    return PriceList.fromPartial({ id: priceListId });
  }

  @PublicRpc(Stock.endPriceList, 'a stand-in')
  async endPriceList({ priceListId, pieces }: EndPriceListRequest): Promise<PriceList> {
    return PriceList.fromPartial({ id: priceListId, state: 'reading', total: pieces });
  }

  @PublicRpc(Stock.discardPriceList, 'a stand-in')
  async discardPriceList({ priceListId }: DiscardPriceListRequest): Promise<DiscardPriceListResponse> {
    received.delete(priceListId);
    return {};
  }

  @PublicRpc(Stock.validateGoodsReceipt, 'a stand-in')
  async validateGoodsReceipt(request: ValidateGoodsReceiptRequest): Promise<GoodsReceipt> {
    return GoodsReceipt.fromPartial({ id: request.id, version: request.expectedVersion, state: 'validated' });
  }
}

let standIns: TestService[];
let api: RunningService;
let url: string;
let token: string;

beforeAll(async () => {
  const standIn = (name: string, definition: object, controller: unknown) =>
    startTestService({ name, migrations: [], grpc: { definition, controllers: [controller] } as never });
  const { importDespatchFile, validateGoodsReceipt, beginPriceList, appendPriceList, endPriceList, discardPriceList } =
    Stock;
  standIns = await Promise.all([
    standIn('identity', { getGrant: Identity.getGrant }, IdentityStandIn),
    standIn(
      'stock',
      { importDespatchFile, validateGoodsReceipt, beginPriceList, appendPriceList, endPriceList, discardPriceList },
      StockStandIn,
    ),
  ]);
  const [identity, stock] = standIns;
  const port = await freePort();
  url = `http://127.0.0.1:${port}/api/v1/goods-receipts`;
  const tokens = new TestTokens();
  api = await startService(apiService, {
    env: {
      ...identity?.env,
      NAVETTE_API_HTTP_PORT: String(port),
      NAVETTE_API_CLIENT_SECRET: 'test',
      NAVETTE_IDENTITY_GRPC_URL: identity?.grpcAddress,
      NAVETTE_STOCK_GRPC_URL: stock?.grpcAddress,
    },
    keys: () => tokens.keys(),
  });
  token = await tokens.sign(testTenant('here'));
  await eventually(async () => ((await fetch(`http://127.0.0.1:${port}/readyz`)).ok ? true : undefined));
});
afterAll(async () => {
  await api.stop();
  await Promise.all(standIns.map((one) => one.stop()));
});

async function post(path: string, type: string, body: string | Buffer, headers: Record<string, string> = {}) {
  const response = await fetch(`${url}/${path}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': type, 'idempotency-key': 'k', ...headers },
    body: typeof body === 'string' ? body : new Uint8Array(body),
  });
  return { status: response.status, body: (await response.json()) as Record<string, unknown> };
}

describe('ST-23 a despatch file over HTTP', () => {
  it.each([
    ['text/csv', 'csv'],
    ['text/csv; charset=utf-8', 'csv'],
    [XLSX, 'xlsx'],
  ])('as %s arrives byte by byte', async (type, format) => {
    const { status, body } = await post('import', type, Buffer.from([0x50, 0x4b, 0xff, 0x00, 0xe9]));
    expect([status, body]).toMatchObject([201, { receipts: [{ deliveryNote: `${format} 5` }] }]);
  });

  it('may weigh 10 MB, and no more', async () => {
    const most = 10 * 1_048_576;
    expect((await post('import', 'text/csv', Buffer.alloc(most, 'x'))).status).toBe(201);
    const { status, body } = await post('import', 'text/csv', Buffer.alloc(most + 1, 'x'));
    expect([status, body]).toMatchObject([413, { code: 'platform.request.too-large', params: { limit: most } }]);
  });

  it('is refused with each bad row, in the reader’s language', async () => {
    const { status, body } = await post('import', 'text/csv', 'bad', { 'accept-language': 'fr' });
    expect([status, body]).toMatchObject([
      400,
      {
        code: 'stock.despatch-file.refused',
        title: expect.stringContaining('1 ligne'),
        errors: [
          {
            pointer: '/rows/4/order_number',
            code: 'stock.despatch-file.order-unknown',
            title: 'La commande LIL-CF-2026-000001 n’existe pas dans cette station.',
          },
        ],
      },
    ]);
  });

  it('is refused as what it is not, and without a key', async () => {
    const { status, body } = await post('import', 'application/pdf', 'x');
    expect([status, body]).toMatchObject([400, { code: 'stock.despatch-file.format-not-accepted' }]);
    const response = await fetch(`${url}/import`, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'text/csv' },
      body: 'x',
    });
    expect(await response.json()).toMatchObject({ code: 'platform.idempotency-key.missing' });
  });
});

describe('ST-24 validation over HTTP', () => {
  it('passes on the version that was seen, and refuses what is none', async () => {
    const validate = (headers: Record<string, string>) => post('r-1/validate', 'application/json', '{}', headers);
    const good = await validate({ 'if-match': '"r-1.3"' });
    expect(good).toMatchObject({ status: 200, body: { id: 'r-1', version: '3', state: 'validated' } });
    const bad = await validate({ 'if-match': '"r-1.latest"' });
    expect(bad).toMatchObject({ status: 400, body: { errors: [{ pointer: '/if-match' }] } });
    expect(await validate({})).toMatchObject({ status: 428, body: { code: 'platform.request.version-missing' } });
  });
});

describe('ST-6 a price list that is sent', () => {
  const MIB = 1_048_576;
  /** A body of so many MiB that never exists as a whole; without a length it is sent in chunks. */
  const generated = (mebibytes: number) => {
    const chunk = Buffer.alloc(MIB / 4, 'A-1;2,50\n');
    let left = mebibytes * 4;
    return new ReadableStream<Uint8Array>({
      pull(stream) {
        if (left-- > 0) stream.enqueue(chunk);
        else stream.close();
      },
    });
  };
  const send = (body: RequestInit['body'], fileName: string, headers: Record<string, string> = {}) =>
    fetch(`${url.replace('goods-receipts', 'price-lists')}?fileName=${fileName}`, {
      method: 'POST',
      headers: {
        authorization: `Bearer ${token}`,
        'idempotency-key': fileName,
        'content-type': 'text/csv',
        ...headers,
      },
      body: body as ReadableStream,
      duplex: 'half',
    } as RequestInit);

  it('is handed on piece by piece', async () => {
    const answer = await send(Buffer.alloc(2 * MIB + 5, 'x'), 'some.csv');
    expect([answer.status, await answer.json()]).toMatchObject([201, { state: 'reading', total: 3 }]);
    expect(received.get('some.csv')).toEqual([MIB, MIB, 5]);
    expect((await send('', 'none.csv')).status).toBe(201);
    expect(received.get('none.csv')).toEqual([]);
  });

  it('is refused by what it says it weighs, before anything of it is read', async () => {
    const { status, code } = await new Promise<{ status: number | undefined; code: string }>((resolve, reject) => {
      const target = new URL(`${url.replace('goods-receipts', 'price-lists')}?fileName=huge.csv`);
      const headers = { authorization: `Bearer ${token}`, 'idempotency-key': 'huge', 'content-type': 'text/csv', 'content-length': String(300 * MIB + 1) }; // prettier-ignore
      const sent = request(target, { method: 'POST', headers }, (response) => {
        void json(response).then((body) => {
          sent.destroy();
          resolve({ status: response.statusCode, code: (body as { code: string }).code });
        }, reject);
      });
      sent.on('error', reject);
      // One byte of all that it promises.
      sent.write('x');
    });
    expect({ status, code }).toEqual({ status: 413, code: 'stock.price-list.too-large' });
    expect(received.has('huge.csv')).toBe(false);
  });

  it('is refused by what it proves to weigh, and nothing of it stays', async () => {
    const answer = await send(generated(11), 'grown.xlsx', { 'content-type': XLSX }).catch(() => undefined);
    if (answer !== undefined)
      expect([answer.status, await answer.json()]).toMatchObject([413, { code: 'stock.price-list.workbook-too-large', params: { max: 10 } }]); // prettier-ignore
    await eventually(() => (received.has('grown.xlsx') ? undefined : true), { timeoutMs: 60_000 });
    const csv = await send(generated(301), 'grown.csv').catch(() => undefined);
    if (csv !== undefined) expect(csv.status).toBe(413);
    await eventually(() => (received.has('grown.csv') ? undefined : true), { timeoutMs: 60_000 });
  }, 120_000);

  it('is refused where it says that it is something else', async () => {
    const answer = await send('x', 'tarif.csv', { 'content-type': 'application/pdf' });
    expect([answer.status, await answer.json()]).toMatchObject([400, { code: 'stock.price-list.format-not-accepted' }]);
  });
});
