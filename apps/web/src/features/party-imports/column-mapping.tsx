import { answered } from '@navette/api-client';
import { PARTY_KINDS } from '@navette/api-schema';
import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import type { PartyImport } from './party-import.js';
import css from './party-imports.module.css';

/** A column that holds nothing that is wanted. */
const NONE = 'none';
/** First lines that are shown of each column. */
const SHOWN = 3;

type Kind = (typeof PARTY_KINDS)[number];

interface Kept {
  readonly fields: Readonly<Record<string, string>>;
  readonly defaultKind: Kind;
}

/** What each column holds: as the server guessed or knows it, then as the person says; kept over a reload until it is sent. */
export function useMapping(one: PartyImport) {
  const draft = `party-import.${one.id}`;
  const [kept, setKept] = useState<Kept | undefined>(() => restore(sessionStorage.getItem(draft)));
  const given: Kept = {
    fields: Object.fromEntries(one.columns.map(({ column, field }) => [column, field])),
    defaultKind: PARTY_KINDS.find((kind) => kind === one.defaultKind) ?? 'consumer',
  };
  const { fields, defaultKind } = kept ?? given;
  const keep = (next: Kept) => {
    sessionStorage.setItem(draft, JSON.stringify(next));
    setKept(next);
  };
  const columns = one.header.flatMap((_, column) => {
    const field = fields[column] ?? NONE;
    return field === NONE || !one.acceptedFields.includes(field) ? [] : [{ column, field }];
  });
  return {
    columns,
    defaultKind,
    hasName: columns.some(({ field }) => field === 'name'),
    fieldOf: (column: number) => fields[column] ?? NONE,
    setField: (column: number, field: string) => {
      keep({ defaultKind, fields: { ...fields, [column]: field } });
    },
    setDefaultKind: (kind: string) => {
      keep({ fields, defaultKind: PARTY_KINDS.find((name) => name === kind) ?? 'consumer' });
    },
    /** Sent: the server holds it from now on. */
    forget: () => {
      sessionStorage.removeItem(draft);
      setKept(undefined);
    },
  };
}

type Mapping = ReturnType<typeof useMapping>;

function restore(text: string | null): Kept | undefined {
  return text === null ? undefined : (JSON.parse(text) as Kept);
}

interface ColumnMappingProps {
  readonly one: PartyImport;
  readonly mapping: Mapping;
  readonly error: unknown;
}

/** PA-15: each column of the file, what stands in its first lines, and what it holds. */
export function ColumnMapping({ one, mapping, error }: ColumnMappingProps) {
  const t = useText();
  const api = useApi();
  const params = { path: { id: one.id }, query: { limit: SHOWN } };
  const { data, error: unread } = useQuery({
    queryKey: ['record', 'party-import-preview', one.id],
    queryFn: ({ signal }) => answered(api.GET('/api/v1/party-imports/{id}/lines', { signal, params })),
  });
  const first = data?.data.lines ?? [];
  const wrong = fieldErrorsOf(error);
  const choices = [
    { id: NONE, text: t('party-imports.field.none') },
    ...one.acceptedFields.map((id) => ({ id, text: t(`party-imports.field.${id}`) })),
  ];
  const columns = one.header.map((name, column) => ({
    column,
    name: name === '' ? t('party-imports.column-number', { number: column + 1 }) : name,
    examples: first.map(({ cells }) => cells[column] ?? '').filter((cell) => cell !== ''),
  }));
  return (
    <div className={css['body'] ?? ''}>
      <p>{t('party-imports.mapping.text', { file: one.fileName, count: one.total })}</p>
      <ProblemBox error={error ?? unread} />
      <LineTable
        label={t('party-imports.step.columns')}
        lines={columns}
        idOf={({ column }) => String(column)}
        empty=""
        columns={[
          { id: 'name', title: t('party-imports.column'), cell: ({ name }) => <strong>{name}</strong> },
          {
            id: 'examples',
            title: t('party-imports.examples'),
            cell: ({ examples }) => (
              <ul className={css['examples'] ?? ''}>
                {examples.map((text, at) => (
                  <li key={at}>{text}</li>
                ))}
              </ul>
            ),
          },
          {
            id: 'field',
            title: t('party-imports.holds'),
            cell: ({ column, name }) => (
              <div className={css['field'] ?? ''}>
                <ChoiceInput
                  label={t('party-imports.holds-of', { column: name })}
                  isLabelHidden
                  value={mapping.fieldOf(column)}
                  choices={choices}
                  error={wrong.get(`/columns/${String(mapping.columns.findIndex((at) => at.column === column))}/field`)}
                  onChange={(field) => {
                    mapping.setField(column, field);
                  }}
                />
              </div>
            ),
          },
        ]}
      />
      <div className={css['kind'] ?? ''}>
        <ChoiceInput
          label={t('party-imports.default-kind')}
          hint={t('party-imports.default-kind.hint')}
          value={mapping.defaultKind}
          choices={PARTY_KINDS.map((id) => ({ id, text: t(`parties.kind.${id}`) }))}
          onChange={mapping.setDefaultKind}
        />
      </div>
    </div>
  );
}
