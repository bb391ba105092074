import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { Check } from 'lucide-react';
import { useEffect, useEffectEvent } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { today } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Fields, RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { ScanField, ScannedLines, useScannedParts, type ScannedLine } from '../../shared/trade/scanned-parts.js';
import { useEntries } from '../../shared/trade/use-choices.js';
import { DEPOT, placeIdOf, usePlaces } from '../../shared/trade/use-places.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab, useTabSearch } from '../../shared/work/use-work.js';
import type { NoteKind } from './stock-notes.list.js';

/** A choice has an id; the edge has none where nobody said why. */
const NO_REASON = 'none';

interface Line extends ScannedLine {
  readonly unitCost: string;
  readonly reasonId: string;
}

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
  const scanned = useScannedParts<Line, { date: string; place: string; comment: string; taken: string }>({
    page: `stock-note.${kind}`,
    head: { date: today(), place: DEPOT, comment: '', taken: '' },
    fields: { unitCost: '', reasonId: '' },
    mayScan: mayNot === undefined,
  });
  const { change, commands, errors, lines, setHead } = scanned;
  const { comment, date, place, taken } = scanned.head;
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
  const take = useEffectEvent((parts: NonNullable<typeof selected.data>) => {
    if (taken === wanted) return;
    setHead({ taken: wanted });
    scanned.add(parts.filter((part) => part.kind === 'part'));
  });
  useEffect(() => {
    if (selected.data !== undefined) take(selected.data);
  }, [selected.data]);
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
      scanned.forget();
    });
    if (!done) return;
    tab.become(`/stock-notes/${made}`);
  };
  return (
    <RecordPage
      title={title}
      facts={[t('stock-notes.about')]}
      unsaved={lines.length > 0 || comment !== ''}
      actions={[
        {
          id: 'stock-note.save',
          title: t('stock-notes.save'),
          icon: Check,
          keys: 'mod+enter',
          primary: true,
          notNow: mayNot ?? scanned.notNow,
          run: () => void save(),
        },
      ]}
    >
      <Fields>
        <TextInput
          label={t('stock-notes.date')}
          type="date"
          value={date}
          onChange={(date) => {
            setHead({ date });
          }}
          error={errors.get('/date')}
        />
        <ChoiceInput
          label={t('parts.places.place')}
          value={place}
          choices={places}
          onChange={(place) => {
            setHead({ place });
          }}
          error={errors.get('/placeId')}
        />
        <TextInput
          label={t('transfer.comment')}
          value={comment}
          onChange={(comment) => {
            setHead({ comment });
          }}
          maxLength={1000}
          autoComplete="off"
          error={errors.get('/comment')}
        />
      </Fields>
      <ScanField {...scanned.scanField} />
      <ProblemBox error={commands.error ?? selected.error} />
      <Section title={t('stock-notes.lines')}>
        <ScannedLines
          label={t('stock-notes.lines')}
          scanned={scanned}
          placeId={placeIdOf(place)}
          asked={(errorOf) => [
            isIn
              ? {
                  id: 'cost',
                  title: t('stock-notes.cost'),
                  cell: (line) => (
                    <TextInput
                      label={t('stock-notes.cost-of', { reference: line.part.reference })}
                      isLabelHidden
                      inputMode="decimal"
                      placeholder={t('stock-notes.cost-now')}
                      value={line.unitCost}
                      onChange={(next) => {
                        change(line.part.id, { unitCost: next });
                      }}
                      error={errorOf(line, 'unitCost')}
                    />
                  ),
                }
              : {
                  id: 'reason',
                  title: t('returns.reason'),
                  cell: (line) => (
                    <ChoiceInput
                      label={t('stock-notes.reason-of', { reference: line.part.reference })}
                      isLabelHidden
                      value={line.reasonId}
                      choices={[{ id: NO_REASON, text: '—' }, ...reasons.map(({ id, label }) => ({ id, text: label }))]}
                      onChange={(next) => {
                        change(line.part.id, { reasonId: next === NO_REASON ? '' : next });
                      }}
                      error={errorOf(line, 'reasonId')}
                    />
                  ),
                },
          ]}
        />
      </Section>
    </RecordPage>
  );
}
