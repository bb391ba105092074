import { answered, type Schema } from '@navette/api-client';
import { Truck, Undo2 } from 'lucide-react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable, type LineColumn } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { usePartyNames, useRelated } from '../../shared/kit/record/use-related.js';
import { atMost, ReservedElsewhere, useTakeFromPlace } from '../../shared/trade/elsewhere.js';
import { IconButton } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { Part } from './part-values.js';

interface RotationProps {
  readonly part: Part;
  /** Where the part lies. */
  readonly places: Schema<'StockLevel'>['places'];
}

/** ST-2: who waits for a part or holds it, and what of it is to come; each opens in a click. What is free in a van is given from here (ST-11). */
export function Rotation({ part, places }: RotationProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const rotation = useRelated(
    ['rotation', part.id],
    ['need', 'stock', 'part', 'supplier-order', 'goods-receipt'],
    useMay()('stock:need.read'),
    async () => (await answered(api.GET('/api/v1/parts/{id}/rotation', { params: { path: { id: part.id } } }))).data,
  );
  const nameOf = usePartyNames(rotation?.coming.map(({ supplierPartyId }) => supplierPartyId) ?? []);
  const taking = useTakeFromPlace();
  const mayTake = useMay()('stock:need.allocate');
  if (rotation === undefined) return null;
  const offers = places.filter(({ placeId, free }) => mayTake && placeId !== '' && Number(free) > 0);
  const take: LineColumn<Want> = {
    id: 'take',
    title: '',
    cell: (want) =>
      isUnmet(want) &&
      offers.map(({ placeId, code, free }) => (
        <IconButton
          key={placeId}
          icon={Truck}
          kind="normal"
          label={t('parts.rotation.take', { quantity: formats.quantity(atMost(free, stillWanted(want))), place: code })}
          isDisabled={taking.isRunning}
          onPress={() => {
            void taking.take(want.needId, placeId, atMost(free, stillWanted(want)));
          }}
        />
      )),
  };
  const quantity = (amount: string) => (Number(amount) === 0 ? '' : formats.quantity(amount));
  return (
    <Section title={t('parts.rotation')}>
      <ProblemBox error={taking.error} />
      <LineTable
        label={t('parts.rotation.wants')}
        lines={rotation.wants}
        idOf={({ needId }) => needId}
        empty={t('parts.rotation.nobody')}
        columns={[
          {
            id: 'origin',
            title: t('parts.rotation.origin'),
            cell: ({ originKind, originId, originNumber }) => (
              <PageLink
                href={`/${originKind === 'customer_order' ? 'customer-orders' : 'files'}/${originId}`}
                className="reference"
              >
                {originNumber}
              </PageLink>
            ),
          },
          {
            id: 'quantity',
            title: t('parts.rotation.quantity'),
            isNumber: true,
            cell: (want) => quantity(want.quantity),
          },
          {
            id: 'reserved',
            title: t('parts.reserved'),
            isNumber: true,
            cell: ({ needId, reserved, elsewhere }) => (
              <>
                {quantity(reserved)}
                <ReservedElsewhere
                  places={elsewhere}
                  after={(place) =>
                    mayTake && (
                      <IconButton
                        icon={Undo2}
                        label={t('parts.rotation.release', {
                          quantity: formats.quantity(place.quantity),
                          place: place.code,
                        })}
                        isDisabled={taking.isRunning}
                        onPress={() => {
                          void taking.release(needId, place.placeId);
                        }}
                      />
                    )
                  }
                />
              </>
            ),
          },
          { id: 'on-order', title: t('parts.on-order'), isNumber: true, cell: (want) => quantity(want.onOrder) },
          { id: 'waiting', title: t('parts.rotation.waiting'), isNumber: true, cell: (want) => quantity(want.waiting) },
          { id: 'wanted', title: t('parts.rotation.wanted-on'), cell: ({ wantedOn }) => formats.date(wantedOn) },
          {
            id: 'expected',
            title: t('parts.rotation.expected-on'),
            cell: ({ expectedOn }) => formats.date(expectedOn),
          },
          ...(offers.length === 0 ? [] : [take]),
        ]}
      />
      {rotation.coming.length > 0 && (
        <LineTable
          label={t('parts.rotation.coming')}
          lines={rotation.coming}
          idOf={({ supplierOrderId }) => supplierOrderId}
          empty=""
          columns={[
            {
              id: 'order',
              title: t('parts.rotation.order'),
              cell: ({ supplierOrderId, supplierOrderNumber }) => (
                <PageLink href={`/supplier-orders/${supplierOrderId}`} className="reference">
                  {supplierOrderNumber}
                </PageLink>
              ),
            },
            { id: 'supplier', title: t('parts.supplier'), cell: ({ supplierPartyId }) => nameOf(supplierPartyId) },
            {
              id: 'quantity',
              title: t('parts.rotation.to-come'),
              isNumber: true,
              cell: (line) => quantity(line.quantity),
            },
            {
              id: 'expected',
              title: t('parts.rotation.expected-on'),
              cell: ({ expectedOn }) => formats.date(expectedOn),
            },
          ]}
        />
      )}
    </Section>
  );
}

interface Want {
  readonly needId: string;
  readonly waiting: string;
  readonly onOrder: string;
  readonly frozen: boolean;
}

/** Also what is on order for it; exact, for quantities have 4 decimals. */
const stillWanted = ({ waiting, onOrder }: Want): string => (Number(waiting) + Number(onOrder)).toFixed(4);
const isUnmet = (want: Want): boolean => !want.frozen && Number(stillWanted(want)) > 0;
