import { answered } from '@navette/api-client';
import { ENTRY_KINDS, PLACE_TYPES, UNIT_TYPES } from '@navette/api-schema';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Panes } from '../../shared/kit/record/panes.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { useOpen, useTab } from '../../shared/work/use-work.js';
import css from './catalogue.module.css';
import { entriesOf, type EntryKind } from './entries.list.js';

const NEW = {
  code: '',
  label: '',
  unitType: 'piece' as (typeof UNIT_TYPES)[number],
  decimals: '0',
  placeType: 'van' as (typeof PLACE_TYPES)[number],
  amount: '',
};

/** ST-1, ST-11, E-033: the lists that a station keeps. */
export default function CatalogueEntriesPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const open = useOpen();
  const kind = ENTRY_KINDS.find((one) => one === params['kind']) ?? 'part_family';
  const list = useMemo(() => entriesOf(kind), [kind]);
  const isCounted = COUNTED.includes(kind);
  const tab = useTab('');
  const [asked, setAsked] = useState<typeof NEW>();
  const commands = useCommands();
  const wrong = fieldErrorsOf(commands.error);
  const close = () => {
    setAsked(undefined);
    commands.forget();
  };
  const create = async ({ code, label, unitType, decimals, placeType, amount }: typeof NEW) => {
    const made = await commands.run('create', async (key) => {
      const given = { params: { header: { 'Idempotency-Key': key } } };
      const unit = kind === 'unit' ? { unitType, decimals: Number(decimals) } : {};
      const place = kind === 'stock_place' ? { placeType } : {};
      const fee = kind === 'eco_fee' ? { amount: decimal(amount) } : {};
      const body = { kind, code: code.trim(), label: label.trim(), ...unit, ...place, ...fee };
      const { data } = await answered(api.POST('/api/v1/catalogue-entries', { ...given, body }));
      open(`/catalogue-entries/${data.id}`);
    });
    if (made) setAsked(undefined);
  };
  return (
    <div className={css['page'] ?? ''}>
      <div className={css['kinds'] ?? ''}>
        <Panes
          label={t('catalogue.kinds')}
          panes={ENTRY_KINDS.map((id) => ({ id, text: t(`catalogue.list.${id}`) }))}
          current={kind}
          onChoose={(id) => {
            tab.become(`/catalogue/${id}`);
          }}
        />
      </div>
      <ListPage
        key={kind}
        list={list}
        actions={[
          {
            id: 'catalogue-entry.new',
            title: t('catalogue.new'),
            icon: Plus,
            keys: 'n',
            primary: true,
            notNow: may('stock:catalogue-entry.create') ? undefined : t('catalogue.may-not'),
            run: () => {
              setAsked(NEW);
            },
          },
        ]}
      />
      {asked !== undefined && (
        <AskDialog
          title={t(`catalogue.new.${kind}`)}
          text={t(isCounted ? 'catalogue.new.counted' : (TEXTS[kind] ?? 'catalogue.new.text'))}
          confirm={t('catalogue.create')}
          isOpen
          notNow={
            asked.label.trim() === '' ||
            (!isCounted && asked.code.trim() === '') ||
            (kind === 'eco_fee' && asked.amount.trim() === '') ||
            commands.isRunning
          }
          error={wrong.size > 0 ? null : commands.error}
          onConfirm={() => void create(asked)}
          onClose={close}
        >
          <TextInput
            label={t('catalogue.code')}
            value={asked.code}
            onChange={(code) => {
              setAsked({ ...asked, code });
            }}
            error={wrong.get('/code')}
            maxLength={10}
            isRequired={!isCounted}
            autoFocus
          />
          <TextInput
            label={t('catalogue.label')}
            value={asked.label}
            onChange={(label) => {
              setAsked({ ...asked, label });
            }}
            error={wrong.get('/label')}
            maxLength={50}
            isRequired
          />
          {kind === 'stock_place' && (
            <ChoiceInput
              label={t('catalogue.place-type')}
              value={asked.placeType}
              choices={PLACE_TYPES.map((id) => ({ id, text: t(`catalogue.place-type.${id}`) }))}
              onChange={(placeType) => {
                setAsked({ ...asked, placeType: placeType as typeof asked.placeType });
              }}
            />
          )}
          {kind === 'eco_fee' && (
            <TextInput
              label={t('catalogue.amount')}
              value={asked.amount}
              onChange={(amount) => {
                setAsked({ ...asked, amount });
              }}
              error={wrong.get('/amount')}
              inputMode="decimal"
              isRequired
            />
          )}
          {kind === 'unit' && (
            <>
              <ChoiceInput
                label={t('catalogue.unit-type')}
                value={asked.unitType}
                choices={UNIT_TYPES.map((id) => ({ id, text: t(`catalogue.unit-type.${id}`) }))}
                onChange={(unitType) => {
                  setAsked({ ...asked, unitType: unitType as typeof asked.unitType });
                }}
              />
              <ChoiceInput
                label={t('catalogue.decimals')}
                value={asked.decimals}
                choices={DECIMALS}
                onChange={(decimals) => {
                  setAsked({ ...asked, decimals });
                }}
              />
            </>
          )}
        </AskDialog>
      )}
    </div>
  );
}

/** Where no code is typed, a counter makes one. */
const COUNTED: readonly EntryKind[] = ['part_family', 'eco_fee'];
const TEXTS: Partial<Record<EntryKind, string>> = {
  stock_place: 'catalogue.new.stock_place.text',
};
const DECIMALS = ['0', '1', '2', '3', '4'].map((id) => ({ id, text: id }));
