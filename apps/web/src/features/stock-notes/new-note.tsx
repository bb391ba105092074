import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { Check, X } from 'lucide-react';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { today } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Fields, RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { FreeThere, ScanField, useScannedParts, type Part } from '../../shared/trade/scanned-parts.js';
import { useEntries } from '../../shared/trade/use-choices.js';
import { DEPOT, placeIdOf, usePlaces } from '../../shared/trade/use-places.js';
import { IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';
import { useTab, useTabSearch } from '../../shared/work/use-work.js';
import type { NoteKind } from './stock-notes.list.js';

/** A choice has an id; the edge has none where nobody said why. */
const NO_REASON = 'none';
const lineOf = (part: Part) => ({ part, quantity: '1', unitCost: '', reasonId: '' });

/** E-077, E-026: parts come in or go out by hand, scan by scan or as they were selected in their list, all of them or none. */
export function NewNote({ kind }: { readonly kind: NoteKind }) {
  const t = useText();
  const api = useApi();
  const title = t(`stock-notes.new.${kind}`);
  const isIn = kind === 'stock_in';
  const may = useMay();
  const mayNot = may('stock:stock-note.create') ? undefined : t('stock-notes.may-not');
  const places = usePlaces();
  const reasons = useEntries('discrepancy_reason');
  const [place, setPlace] = useState<string>(DEPOT);
  const [date, setDate] = useState(today);
  const [comment, setComment] = useState('');
  const commands = useCommands();
  const errors = fieldErrorsOf(commands.error);
  const scanned = useScannedParts(mayNot === undefined, lineOf, commands.forget);
  const { change, lines, setLines } = scanned;
  const tab = useTab('');
  const [address] = useTabSearch();
  const wanted = address.get('parts') ?? '';
  const selected = useQuery({
    queryKey: ['list', 'stock-note.selected', wanted],
    enabled: wanted !== '',
    staleTime: Infinity,
    queryFn: async ({ signal }) => {
      const query = { 'filter[id][in]': wanted, limit: 200 };
      return (await answered(api.GET('/api/v1/parts', { signal, params: { query } }))).data.parts;
    },
  });
  // E-026: what was selected is taken once; what becomes of the lines is the clerk's.
  const [taken, setTaken] = useState('');
  if (selected.data !== undefined && taken !== wanted) {
    setTaken(wanted);
    const isNew = ({ id, kind: is }: Part) => is === 'part' && lines.every(({ part }) => part.id !== id);
    setLines([...lines, ...selected.data.filter(isNew).map(lineOf)]);
  }
  const save = async () => {
    const body = {
      kind,
      date,
      placeId: placeIdOf(place),
      comment,
      lines: lines.map(({ part, quantity, reasonId, unitCost }) => ({
        partId: part.id,
        quantity: decimal(quantity),
        unitCost: isIn ? decimal(unitCost) : '',
        reasonId: isIn ? '' : reasonId,
      })),
    };
    let made = '';
    const done = await commands.run('note', async (key) => {
      const given = { params: { header: { 'Idempotency-Key': key } }, body };
      made = (await answered(api.POST('/api/v1/stock-notes', given))).data.id;
    });
    if (!done) return;
    setLines([]);
    tab.become(`/stock-notes/${made}`);
  };
  return (
    <RecordPage
      title={title}
      facts={[t('stock-notes.about')]}
      unsaved={lines.length > 0}
      actions={[
        {
          id: 'stock-note.save',
          title: t('stock-notes.save'),
          icon: Check,
          keys: 'mod+enter',
          primary: true,
          notNow:
            mayNot ??
            (lines.length === 0
              ? t('transfer.nothing')
              : commands.isRunning || !scanned.isWhole
                ? t('transfer.quantities')
                : undefined),
          run: () => void save(),
        },
      ]}
    >
      <Fields>
        <TextInput
          label={t('stock-notes.date')}
          type="date"
          value={date}
          onChange={setDate}
          error={errors.get('/date')}
        />
        <ChoiceInput
          label={t('parts.places.place')}
          value={place}
          choices={places}
          onChange={setPlace}
          error={errors.get('/placeId')}
        />
        <TextInput
          label={t('transfer.comment')}
          value={comment}
          onChange={setComment}
          maxLength={1000}
          autoComplete="off"
          error={errors.get('/comment')}
        />
      </Fields>
      <ScanField {...scanned.scanField} />
      <ProblemBox error={commands.error ?? selected.error} />
      <Section title={t('stock-notes.lines')}>
        <LineTable
          label={t('stock-notes.lines')}
          lines={lines}
          idOf={({ part }) => part.id}
          isHere={({ part }) => part.reference === scanned.said?.code}
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
              title: t('parts.free'),
              isNumber: true,
              cell: ({ part }) => <FreeThere partId={part.id} placeId={placeIdOf(place)} />,
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
                      change(part.id, { quantity: next });
                    }}
                    error={errors.get(`${at}/quantity`) ?? errors.get(`${at}/partId`)}
                  />
                );
              },
            },
            isIn
              ? {
                  id: 'cost',
                  title: t('stock-notes.cost'),
                  cell: ({ part, unitCost }) => (
                    <TextInput
                      label={t('stock-notes.cost-of', { reference: part.reference })}
                      isLabelHidden
                      inputMode="decimal"
                      placeholder={t('stock-notes.cost-now')}
                      value={unitCost}
                      onChange={(next) => {
                        change(part.id, { unitCost: next });
                      }}
                      error={errors.get(`${scanned.pointerOf(part.id)}/unitCost`)}
                    />
                  ),
                }
              : {
                  id: 'reason',
                  title: t('returns.reason'),
                  cell: ({ part, reasonId }) => (
                    <ChoiceInput
                      label={t('stock-notes.reason-of', { reference: part.reference })}
                      isLabelHidden
                      value={reasonId}
                      choices={[{ id: NO_REASON, text: '—' }, ...reasons.map(({ id, label }) => ({ id, text: label }))]}
                      onChange={(next) => {
                        change(part.id, { reasonId: next === NO_REASON ? '' : next });
                      }}
                      error={errors.get(`${scanned.pointerOf(part.id)}/reasonId`)}
                    />
                  ),
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
