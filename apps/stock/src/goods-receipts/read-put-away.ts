import type { PieceOwner, PutAway, ReceiptScan } from '@navette/contracts/stock/v1/put_away';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Supply } from '../allocations/allocation-policy.js';
import { NeedRepository } from '../needs/need.repository.js';
import { StockLevelRepository } from '../stock-levels/stock-level.repository.js';
import type { ReceiptHead } from './goods-receipt.js';
import { GoodsReceiptRepository, type ReadReceiptLine } from './goods-receipt.repository.js';
import { foreseenPlaces, ownersOf, placesOf, type Place } from './put-away.js';
import { PutAwayRepository, type NewScan, type ReadScan } from './put-away.repository.js';
import { ReadGoodsReceipt } from './read-goods-receipt.js';

const MOST_SCANS = 200;
const NOBODY: PieceOwner = { needId: '', originKind: '', originId: '', originNumber: '', customerPartyId: '', countermark: '' }; // prettier-ignore

/** ST-23: where the pieces of a receipt go: of a draft what validation would do now, then what it did. */
@Injectable()
export class ReadPutAway {
  constructor(
    private readonly db: Database,
    private readonly receipts: GoodsReceiptRepository,
    private readonly read: ReadGoodsReceipt,
    private readonly putAway: PutAwayRepository,
    private readonly needs: NeedRepository,
    private readonly levels: StockLevelRepository,
  ) {}

  /** @throws DomainError `stock.goods-receipt.not-found` */
  execute(scope: Scope, id: string): Promise<PutAway> {
    return this.db.tenantRead(scope, async (tx) => {
      const receipt = await this.read.head(tx, id);
      const lines = await this.receipts.linesOf(tx, id);
      const [places, scans] = [await this.#places(tx, receipt, lines), await this.putAway.scansOf(tx, id)];
      return this.#shown(tx, receipt, lines, places, scans);
    });
  }

  /** Whose the next piece of a part is that a locked draft already counts. */
  async next(tx: Tx, receiptId: string, lines: readonly ReadReceiptLine[], partId: string): Promise<string | null> {
    const ofPart = lines.filter((line) => line.partId === partId);
    const places = await this.#foreseen(tx, ofPart);
    const pieces = [...(await this.putAway.scansOf(tx, receiptId, partId)), { id: '', partId, told: undefined }];
    return ownersOf(pieces, places).get('') ?? null;
  }

  /** A scan of a line as it is told to who scanned. */
  async scanned(tx: Tx, line: ReadReceiptLine, { id, needId }: NewScan): Promise<ReceiptScan> {
    const owners = await this.putAway.owners(tx, needId === null ? [] : [needId]);
    const scan = { id, scannedAt: tx.now, scannedBy: tx.scope.actor.id };
    return shownScan(scan, line, owners.get(needId ?? '') ?? NOBODY, false);
  }

  async #places(tx: Tx, { id, state }: ReceiptHead, lines: readonly ReadReceiptLine[]): Promise<Place[]> {
    if (state === 'voided') return [];
    return state === 'draft' ? this.#foreseen(tx, lines) : placesOf(lines, await this.putAway.given(tx, id));
  }

  async #foreseen(tx: Tx, lines: readonly ReadReceiptLine[]): Promise<Place[]> {
    const supplies = lines
      .filter(({ quantity }) => quantity.isPositive())
      .map(({ id: receiptLineId, partId, quantity, orderLineId }): Supply => ({ partId, quantity, receiptLineId, orderLineId })); // prettier-ignore
    const partIds = [...new Set(supplies.map(({ partId }) => partId))];
    return foreseenPlaces(await this.needs.unmet(tx, partIds), await this.levels.balances(tx, partIds), supplies);
  }

  async #shown(
    tx: Tx,
    { state }: ReceiptHead,
    lines: readonly ReadReceiptLine[],
    places: readonly Place[],
    scans: readonly ReadScan[],
  ): Promise<PutAway> {
    const owners = ownersOf(scans, places);
    const scanned = new Map<string, number>();
    for (const { id, partId } of scans) {
      const key = `${partId} ${owners.get(id) ?? ''}`;
      scanned.set(key, (scanned.get(key) ?? 0) + 1);
    }
    const known = await this.putAway.owners(tx, [...new Set([...places.map(({ needId }) => needId), ...owners.values()].filter((needId) => needId !== null))]); // prettier-ignore
    const ownerOf = (needId: string | null | undefined) => known.get(needId ?? '') ?? NOBODY;
    const lineOf = new Map(lines.map((line) => [line.id, line]));
    const partOf = new Map(lines.map((line) => [line.partId, line]));
    return {
      provisional: state === 'draft',
      places: places.map(({ partId, needId, quantity }) => {
        const { reference, designation, locationCode } = partOf.get(partId) as ReadReceiptLine;
        return {
          partId,
          reference,
          designation,
          locationCode,
          quantity: quantity.toString(),
          owner: ownerOf(needId),
          scanned: scanned.get(`${partId} ${needId ?? ''}`) ?? 0,
        };
      }),
      scans: scans
        .slice(-MOST_SCANS)
        .reverse()
        .map((scan) => {
          const needId = owners.get(scan.id) ?? null;
          const line = lineOf.get(scan.lineId) as ReadReceiptLine;
          return shownScan(scan, line, ownerOf(needId), state !== 'voided' && needId !== scan.told);
        }),
    };
  }
}

function shownScan(
  scan: Pick<ReadScan, 'id' | 'scannedAt' | 'scannedBy'>,
  line: ReadReceiptLine,
  owner: PieceOwner,
  moved: boolean,
): ReceiptScan {
  const { id: lineId, partId, reference, designation, locationCode } = line;
  const { id, scannedBy } = scan;
  const scannedAt = scan.scannedAt.toString();
  return { id, lineId, partId, reference, designation, locationCode, scannedAt, scannedBy, owner, moved };
}
