import { answered, type Api } from '@navette/api-client';
import { useState } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useEntries, useParties } from '../../shared/trade/use-choices.js';
import { Checkbox, ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { RadioChoice } from '../../shared/ui/radio-choice.js';
import { useOpen } from '../../shared/work/use-work.js';

const SCOPES = ['stocked', 'stocked_and_located', 'selection', 'empty'] as const;
const SORTS = ['location', 'reference', 'family', 'supplier'] as const;
type Sort = (typeof SORTS)[number];
type Kind = (typeof SCOPES)[number];
/** References that a selection may name one by one; more are a family or a place. */
const MOST_REFERENCES = 100;

/** ST-14, E-082: what a new inventory counts, and how its sheets are laid out. */
export function OpenInventory({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const open = useOpen();
  const commands = useCommands();
  const [label, setLabel] = useState('');
  const [kind, setKind] = useState<Kind>('stocked');
  const [familyId, setFamily] = useState('');
  const [locationId, setLocation] = useState('');
  const [supplierId, setSupplier] = useState('');
  const [references, setReferences] = useState('');
  const [sortBy, setSortBy] = useState<Sort>('location');
  const [toPost, setToPost] = useState(false);
  const [takeOverStock, setTakeOver] = useState(false);
  const [unknown, setUnknown] = useState<readonly string[]>([]);
  const families = useEntries('part_family');
  const locations = useEntries('storage_location');
  const suppliers = useParties('supplier', 'manufacturer');
  const named = [...new Set(references.split(/[\n;,]/).map((one) => one.trim()))].filter(Boolean);
  const isEmpty = kind === 'selection' && [familyId, locationId, supplierId, ...named].every((one) => one === '');
  const entries = (of: typeof families) => [
    { id: '', text: '—' },
    ...of.map(({ id, code, label: name }) => ({ id, text: `${code} · ${name}` })),
  ];
  const start = () =>
    void commands.run('open', async (key) => {
      const found = kind === 'selection' ? await partsOf(api, named) : { ids: [], unknown: [] };
      setUnknown(found.unknown);
      if (found.unknown.length > 0) return;
      const scope = {
        kind,
        partIds: found.ids,
        familyIds: kind === 'selection' && familyId !== '' ? [familyId] : [],
        locationIds: kind === 'selection' && locationId !== '' ? [locationId] : [],
        supplierPartyIds: kind === 'selection' && supplierId !== '' ? [supplierId] : [],
      };
      const { data } = await answered(
        api.POST('/api/v1/inventories', {
          params: { header: { 'Idempotency-Key': key } },
          body: { label, scope, sortBy, toPost, takeOverStock: takeOverStock && kind !== 'empty', groupBy: 'none' },
        }),
      );
      onClose();
      open(`/inventories/${data.id}`);
    });
  return (
    <AskDialog
      title={t('inventories.do.open')}
      text={t('inventories.open.text')}
      confirm={t('inventories.do.open')}
      isOpen
      size="wide"
      notNow={isEmpty || named.length > MOST_REFERENCES || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={start}
    >
      <RadioChoice
        label={t('inventories.scope')}
        value={kind}
        onChange={(id) => {
          setKind(id as Kind);
        }}
        options={SCOPES.map((id) => ({
          id,
          title: t(`inventories.scope.${id}`),
          ...(id === 'empty' && { hint: t('inventories.scope.empty.hint') }),
        }))}
      />
      {kind === 'selection' && (
        <>
          <ChoiceInput
            label={t('inventories.family')}
            value={familyId}
            onChange={setFamily}
            choices={entries(families)}
          />
          <ChoiceInput
            label={t('inventories.location')}
            value={locationId}
            onChange={setLocation}
            choices={entries(locations)}
          />
          <ChoiceInput
            label={t('inventories.supplier')}
            value={supplierId}
            onChange={setSupplier}
            choices={[{ id: '', text: '—' }, ...suppliers]}
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
      <TextInput label={t('inventories.label')} value={label} onChange={setLabel} maxLength={80} autoComplete="off" />
      {kind !== 'empty' && (
        <>
          <ChoiceInput
            label={t('inventories.sort')}
            value={sortBy}
            onChange={(id) => {
              setSortBy(id as Sort);
            }}
            choices={SORTS.map((id) => ({ id, text: t(`inventories.sort.${id}`) }))}
          />
          <Checkbox isSelected={takeOverStock} onChange={setTakeOver}>
            {t('inventories.take-over-stock')}
          </Checkbox>
        </>
      )}
      <Checkbox isSelected={toPost} onChange={setToPost}>
        {t('inventories.to-post')}
      </Checkbox>
    </AskDialog>
  );
}

/** The parts that references or barcodes name, and those that name none. */
async function partsOf(api: Api, named: readonly string[]): Promise<{ ids: string[]; unknown: string[] }> {
  const found = await Promise.all(
    named.map(async (q) => {
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
