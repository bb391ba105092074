import type { PutAway, PutAwayPlace, ReceiptScan } from '@navette/contracts/stock/v1/put_away';
import { barcodeFor, type Label } from '@navette/documents';
import { defineErrors, Quantity } from '@navette/kernel';
import { message, type Locale } from '@navette/messages';
import { httpErrors } from '@navette/platform/http';

const labelErrors = defineErrors('stock', {
  'goods-receipt.labels-too-many': { kind: 'precondition', params: ['count', 'max'] },
});

/** Two rolls of a label printer. */
const MOST = 2_000;

/**
 * The labels of what a receipt brought (ST-23): one for each piece, or the one of a scan; begun pieces get one, too.
 * @param scanId empty for all pieces
 * @throws DomainError `stock.goods-receipt.labels-too-many`, `platform.request.not-found`
 */
export function labelsOf(
  { places, scans }: PutAway,
  scanId: string,
  names: ReadonlyMap<string, string>,
  locale: Locale,
): Label[] {
  if (scanId !== '') {
    const scan = scans.find(({ id }) => id === scanId);
    if (scan === undefined) throw httpErrors.error('request.not-found');
    return [labelOf(scan, names, locale)];
  }
  const labels = places.map((place) => ({ ...labelOf(place, names, locale), copies: piecesOf(place) }));
  const count = labels.reduce((all, { copies }) => all + copies, 0);
  if (count > MOST) throw labelErrors.error('goods-receipt.labels-too-many', { count, max: MOST });
  return labels;
}

/** Customers whose names stand on those labels. */
export function customersOn({ places, scans }: PutAway, scanId: string): string[] {
  const labelled = scanId === '' ? places : scans.filter(({ id }) => id === scanId);
  const ids = labelled.map(({ owner }) => owner?.customerPartyId ?? '');
  return [...new Set(ids)].filter((id) => id !== '');
}

/** Whose the piece is above all, since that is read from afar; the barcode is the reference, with its text: any scan finds it. */
function labelOf(
  { owner, reference, designation, locationCode }: PutAwayPlace | ReceiptScan,
  names: ReadonlyMap<string, string>,
  locale: Locale,
): Label {
  const bin = locationCode === '' ? '' : message(locale, 'document.label.bin', { code: locationCode });
  const customer = names.get(owner?.customerPartyId ?? '') ?? '';
  const lines = [
    { text: owner?.originNumber || message(locale, 'document.label.shelf', {}), size: 'large', strong: true },
    { text: [customer, bin].filter(Boolean).join(' · '), strong: true },
    { text: designation },
  ] as const;
  return { lines: lines.filter(({ text }) => text !== ''), barcode: barcodeFor(reference) };
}

const piecesOf = ({ quantity }: PutAwayPlace): number => Math.ceil(Number(Quantity.parse(quantity).toString()));
