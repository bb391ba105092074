import { answered, type Api } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { X } from 'lucide-react';
import { useState } from 'react';
import { useApi } from '../../shared/api/session.js';
import { today } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import type { Held } from '../../shared/kit/record/use-record.js';
import { useEntries, useParties } from '../../shared/trade/use-choices.js';
import { DEPOT, placeIdOf, usePlaces } from '../../shared/trade/use-places.js';
import { IconButton } from '../../shared/ui/button.js';
import { Checkbox, ChoiceInput, TextInput, type Choice } from '../../shared/ui/fields.js';
import { RadioChoice } from '../../shared/ui/radio-choice.js';
import { useOpen } from '../../shared/work/use-work.js';
import type { Inventory } from './inventories.list.js';
import css from './inventories.module.css';

const SCOPES = ['stocked', 'stocked_and_located', 'all', 'selection', 'empty'] as const;
const GROUPS = ['none', 'family', 'location', 'supplier'] as const;
const SORTS = ['location', 'reference', 'family', 'supplier'] as const;
type Sort = (typeof SORTS)[number];
type Group = (typeof GROUPS)[number];
type Kind = (typeof SCOPES)[number];
/** References that a selection may name one by one; more are a family or a place. */
const MOST_REFERENCES = 100;

interface OpenInventoryProps {
  /** One that goes on, whose lines are replaced (E-083); a new one unless given. */
  readonly held?: Held<Inventory>;
  readonly onClose: () => void;
}

/** ST-14, E-082: what an inventory counts, and how its sheets are laid out. */
export function OpenInventory({ held, onClose }: OpenInventoryProps) {
  const before = held?.data;
  const t = useText();
  const api = useApi();
  const open = useOpen();
  const commands = useCommands();
  const places = usePlaces();
  const [place, setPlace] = useState(DEPOT);
  const [label, setLabel] = useState('');
  const [kind, setKind] = useState<Kind>(before?.scope.kind ?? 'stocked');
  const [familyIds, setFamilies] = useState<readonly string[]>(before?.scope.familyIds ?? []);
  const [locationIds, setLocations] = useState<readonly string[]>(before?.scope.locationIds ?? []);
  const [supplierPartyIds, setSuppliers] = useState<readonly string[]>(before?.scope.supplierPartyIds ?? []);
  const chosen = before?.scope.partIds ?? [];
  const known = useQuery({
    queryKey: ['list', 'inventory.chosen', chosen],
    enabled: chosen.length > 0 && chosen.length <= MOST_REFERENCES,
    queryFn: async ({ signal }) => {
      const query = { 'filter[id][in]': chosen.join(','), limit: MOST_REFERENCES };
      return (await answered(api.GET('/api/v1/parts', { signal, params: { query } }))).data.parts;
    },
  });
  const [typed, setReferences] = useState<string>();
  const references = typed ?? (known.data ?? []).map(({ reference }) => reference).join('\n');
  const [sortBy, setSortBy] = useState<Sort>(before?.sortBy ?? 'location');
  const [groupBy, setGroupBy] = useState<Group>(before?.groupBy ?? 'none');
  const [notes, setNotes] = useState('');
  const [date, setDate] = useState(today);
  const [toPost, setToPost] = useState(false);
  const [takeOverStock, setTakeOver] = useState(false);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  // A storage location is of the depot (E-028).
  const isDepot = (before?.placeId ?? placeIdOf(place)) === '';
  const offered = <T extends string>(all: readonly T[], located: T) => all.filter((id) => isDepot || id !== located);
  const choosePlace = (id: string) => {
    setPlace(id);
    if (id === DEPOT) return;
    setLocations([]);
    if (kind === 'stocked_and_located') setKind('stocked');
    if (groupBy === 'location') setGroupBy('none');
    if (sortBy === 'location') setSortBy('reference');
  };
  const families = useEntries('part_family');
  const locations = useEntries('storage_location');
  const suppliers = useParties('supplier', 'manufacturer');
  const named = [...new Set(references.split(/[\n;,]/).map((one) => one.trim()))].filter(Boolean);
  const isEmpty =
    kind === 'selection' && [familyIds, locationIds, supplierPartyIds, named].every((one) => one.length === 0);
  const entries = (of: typeof families) => of.map(({ id, code, label: name }) => ({ id, text: `${code} · ${name}` }));
  const start = () =>
    void commands.run('open', async (key) => {
      const found = kind === 'selection' ? await partsOf(api, named, known.data ?? []) : { ids: [], unknown: [] };
      setUnknown(found.unknown);
      if (found.unknown.length > 0) return;
      const scope = {
        kind,
        partIds: found.ids,
        ...(kind === 'selection'
          ? {
              familyIds: [...familyIds],
              locationIds: [...locationIds],
              supplierPartyIds: [...supplierPartyIds],
            }
          : { familyIds: [], locationIds: [], supplierPartyIds: [] }),
      };
      const takesOver = takeOverStock && kind !== 'empty';
      const layout = {
        scope,
        sortBy,
        groupBy: kind === 'empty' ? ('none' as const) : groupBy,
        takeOverStock: takesOver,
      };
      if (held !== undefined) {
        const header = { 'Idempotency-Key': key, 'If-Match': held.etag ?? '' };
        const params = { path: { id: held.data.id }, header };
        await answered(api.POST('/api/v1/inventories/{id}/scope', { params, body: layout }));
        onClose();
        return;
      }
      const { data } = await answered(
        api.POST('/api/v1/inventories', {
          params: { header: { 'Idempotency-Key': key } },
          body: { ...layout, placeId: placeIdOf(place), label, date, notes, toPost },
        }),
      );
      onClose();
      open(`/inventories/${data.id}`);
    });
  return (
    <AskDialog
      title={t(before === undefined ? 'inventories.do.open' : 'inventories.do.scope')}
      text={before === undefined ? t('inventories.open.text') : t('inventories.replace.text', lost(before))}
      confirm={t(before === undefined ? 'inventories.do.open' : 'inventories.do.replace')}
      isOpen
      size="wide"
      notNow={isEmpty || known.isLoading || named.length > MOST_REFERENCES || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={start}
    >
      {before === undefined && places.length > 1 && (
        <ChoiceInput label={t('parts.places.place')} value={place} onChange={choosePlace} choices={places} />
      )}
      <RadioChoice
        label={t('inventories.scope')}
        value={kind}
        onChange={(id) => {
          setKind(id as Kind);
        }}
        options={offered(SCOPES, 'stocked_and_located').map((id) => ({
          id,
          title: t(`inventories.scope.${id}`),
          ...(id === 'empty' && { hint: t('inventories.scope.empty.hint') }),
        }))}
      />
      {kind === 'selection' && (
        <>
          <Several label={t('inventories.family')} ids={familyIds} onChange={setFamilies} choices={entries(families)} />
          {isDepot && (
            <Several
              label={t('inventories.location')}
              ids={locationIds}
              onChange={setLocations}
              choices={entries(locations)}
            />
          )}
          <Several
            label={t('inventories.supplier')}
            ids={supplierPartyIds}
            onChange={setSuppliers}
            choices={suppliers}
          />
          <TextInput
            label={t('inventories.references')}
            hint={t('inventories.references.hint', { max: MOST_REFERENCES })}
            error={
              unknown.length > 0 ? t('inventories.references.unknown', { references: unknown.join(', ') }) : undefined
            }
            lines={3}
            value={references}
            onChange={setReferences}
            autoComplete="off"
          />
        </>
      )}
      {before === undefined && (
        <>
          <TextInput
            label={t('inventories.label')}
            value={label}
            onChange={setLabel}
            maxLength={80}
            autoComplete="off"
          />
          <TextInput label={t('inventories.date')} type="date" value={date} onChange={setDate} />
          <TextInput label={t('inventories.notes')} lines={2} value={notes} onChange={setNotes} maxLength={2000} />
        </>
      )}
      {kind !== 'empty' && (
        <>
          <ChoiceInput
            label={t('inventories.group')}
            value={groupBy}
            onChange={(id) => {
              setGroupBy(id as Group);
            }}
            choices={offered(GROUPS, 'location').map((id) => ({ id, text: t(`inventories.group.${id}`) }))}
          />
          <ChoiceInput
            label={t('inventories.sort')}
            value={sortBy}
            onChange={(id) => {
              setSortBy(id as Sort);
            }}
            choices={offered(SORTS, 'location').map((id) => ({ id, text: t(`inventories.sort.${id}`) }))}
          />
          <Checkbox isSelected={takeOverStock} onChange={setTakeOver}>
            {t('inventories.take-over-stock')}
          </Checkbox>
        </>
      )}
      {before === undefined && (
        <Checkbox isSelected={toPost} onChange={setToPost}>
          {t('inventories.to-post')}
        </Checkbox>
      )}
    </AskDialog>
  );
}

/** What nobody gets back once lines are replaced: quantities of the office, and lines that phones have counted. */
function lost({ progress: { entered, counted, recount } }: Inventory) {
  return { entered, counted: counted + recount };
}

interface SeveralProps {
  readonly label: string;
  readonly ids: readonly string[];
  readonly onChange: (ids: readonly string[]) => void;
  readonly choices: readonly Choice[];
}

/** Any number of what is offered, one chosen after the other. */
function Several({ label, ids, onChange, choices }: SeveralProps) {
  const t = useText();
  const chosen = choices.filter(({ id }) => ids.includes(id));
  return (
    <div className={css['chosen'] ?? ''}>
      <ChoiceInput
        label={label}
        value=""
        onChange={(id) => {
          onChange([...ids, id]);
        }}
        choices={choices.filter(({ id }) => !ids.includes(id))}
      />
      {chosen.length > 0 && (
        <ul aria-label={label}>
          {chosen.map(({ id, text }) => (
            <li key={id}>
              {text}
              <IconButton
                icon={X}
                label={t('inventories.unchoose', { name: text })}
                onPress={() => {
                  onChange(ids.filter((one) => one !== id));
                }}
              />
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}

/** The parts that references or barcodes name, first among those known, and what names none. */
async function partsOf(
  api: Api,
  named: readonly string[],
  known: readonly { readonly id: string; readonly reference: string }[],
): Promise<{ ids: string[]; unknown: string[] }> {
  const found = await Promise.all(
    named.map(async (q) => {
      const same = known.find(({ reference }) => reference === q);
      if (same !== undefined) return { q, id: same.id };
      const { data } = await answered(api.GET('/api/v1/parts/search', { params: { query: { q, kind: 'part' } } }));
      const tight = (text: string) => text.replace(/[^\p{L}\p{N}]/gu, '').toUpperCase();
      const part = data.parts.find(
        ({ reference, barcodes }) => tight(reference) === tight(q) || barcodes.some((code) => code === q.toUpperCase()),
      );
      return { q, id: part?.id };
    }),
  );
  return {
    ids: found.flatMap(({ id }) => id ?? []),
    unknown: found.filter(({ id }) => id === undefined).map(({ q }) => q),
  };
}
