import { answered } from '@navette/api-client';
import { ArrowRightLeft, X } from 'lucide-react';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Fields, RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { FreeThere, ScanField, useScannedParts, type Part } from '../../shared/trade/scanned-parts.js';
import { DEPOT, placeIdOf, usePlaces } from '../../shared/trade/use-places.js';
import { IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';

const lineOf = (part: Part) => ({ part, quantity: '1' });

/** ST-11: parts go from one place of the station to another, scan by scan, all of them or none. */
export default function InternalTransferPage() {
  const t = useText();
  const api = useApi();
  const mayMove = useMay()('stock:stock-level.move');
  const places = usePlaces();
  const [from, setFrom] = useState<string>(DEPOT);
  const [chosen, setChosen] = useState('');
  const [comment, setComment] = useState('');
  const commands = useCommands();
  const errors = fieldErrorsOf(commands.error);
  const others = places.filter(({ id }) => id !== from);
  const to = others.some(({ id }) => id === chosen) ? chosen : (others[0]?.id ?? '');
  const mayNot = mayMove ? undefined : t('transfer.may-not');
  const nameOf = (place: string) => places.find(({ id }) => id === place)?.text ?? '';
  const scanned = useScannedParts(mayNot === undefined, lineOf, commands.forget);
  const { lines, setLines, said } = scanned;
  const transfer = async () => {
    const body = {
      fromPlaceId: placeIdOf(from),
      toPlaceId: placeIdOf(to),
      lines: lines.map(({ part, quantity }) => ({ partId: part.id, quantity: decimal(quantity) })),
      comment,
    };
    const done = await commands.run('transfer', (key) =>
      answered(api.POST('/api/v1/internal-transfers', { params: { header: { 'Idempotency-Key': key } }, body })),
    );
    if (!done) return;
    scanned.setSaid({ code: nameOf(to), text: t('transfer.done', { count: lines.length }) });
    setLines([]);
    setComment('');
    scanned.scanField.field.current?.focus();
  };
  return (
    <RecordPage
      title={t('transfer.title')}
      facts={[t('transfer.about')]}
      unsaved={lines.length > 0}
      actions={[
        {
          id: 'transfer.do',
          title: t('transfer.do'),
          icon: ArrowRightLeft,
          keys: 'mod+enter',
          primary: true,
          notNow:
            mayNot ??
            (others.length === 0
              ? t('transfer.no-places')
              : lines.length === 0
                ? t('transfer.nothing')
                : commands.isRunning || !scanned.isWhole
                  ? t('transfer.quantities')
                  : undefined),
          run: () => void transfer(),
        },
      ]}
    >
      {others.length === 0 && (
        <p className="muted">
          {t('transfer.no-places')} <PageLink href="/catalogue/stock_place">{t('transfer.places')}</PageLink>
        </p>
      )}
      <Fields>
        <ChoiceInput
          label={t('transfer.from')}
          value={from}
          choices={places}
          onChange={setFrom}
          error={errors.get('/fromPlaceId')}
        />
        <ChoiceInput
          label={t('transfer.to')}
          value={to}
          choices={others}
          onChange={setChosen}
          error={errors.get('/toPlaceId')}
        />
        <TextInput
          label={t('transfer.comment')}
          value={comment}
          onChange={setComment}
          maxLength={200}
          autoComplete="off"
          error={errors.get('/comment')}
        />
      </Fields>
      <ScanField {...scanned.scanField} />
      <ProblemBox error={commands.error} />
      <Section title={t('transfer.lines')}>
        <LineTable
          label={t('transfer.lines')}
          lines={lines}
          idOf={({ part }) => part.id}
          isHere={({ part }) => part.reference === said?.code}
          empty={t('transfer.lines.none')}
          columns={[
            {
              id: 'reference',
              title: t('parts.reference'),
              cell: ({ part }) => (
                <PageLink href={`/parts/${part.id}`} className="reference">
                  {part.reference}
                </PageLink>
              ),
            },
            { id: 'designation', title: t('parts.designation'), cell: ({ part }) => part.designation },
            {
              id: 'free',
              title: t('transfer.free'),
              isNumber: true,
              cell: ({ part }) => <FreeThere partId={part.id} placeId={placeIdOf(from)} />,
            },
            {
              id: 'quantity',
              title: t('transfer.quantity'),
              cell: ({ part, quantity }) => {
                const at = scanned.pointerOf(part.id);
                return (
                  <TextInput
                    label={t('transfer.quantity-of', { reference: part.reference })}
                    isLabelHidden
                    inputMode="decimal"
                    value={quantity}
                    onChange={(next) => {
                      scanned.change(part.id, { quantity: next });
                    }}
                    error={errors.get(`${at}/quantity`) ?? errors.get(`${at}/partId`)}
                  />
                );
              },
            },
            {
              id: 'remove',
              title: '',
              cell: ({ part }) => (
                <IconButton
                  icon={X}
                  label={t('transfer.remove', { reference: part.reference })}
                  onPress={() => {
                    setLines(lines.filter((line) => line.part.id !== part.id));
                    commands.forget();
                  }}
                />
              ),
            },
          ]}
        />
      </Section>
    </RecordPage>
  );
}
