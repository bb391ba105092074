import { CalendarRange } from 'lucide-react';
import type { Ref } from 'react';
import { Button as AriaButton, Dialog, DialogTrigger, Popover } from 'react-aria-components';
import { useFormats } from '../../i18n/formats.js';
import { useText } from '../../i18n/use-text.js';
import { Button } from '../../ui/button.js';
import { ChoiceInput, TextInput } from '../../ui/fields.js';
import { nameOf, type Column, type Row } from './list-definition.js';
import { periodOf, type ListState } from './list-query.js';
import css from './filter-row.module.css';

interface FilterRowProps<R extends Row> {
  readonly columns: readonly Column<R>[];
  /** Pixels of each column, and before the first one. */
  readonly widths: readonly number[];
  readonly before: number;
  readonly filters: ListState['filters'];
  readonly onFilter: (id: string, value: string) => void;
  readonly onScroll: (left: number) => void;
  readonly ref: Ref<HTMLDivElement>;
}

/**
 * The second line of a list's header: a field under each column that can be narrowed down; what is typed narrows at once. It
 * stands before the grid in the page, so that its keys are the fields' own.
 */
export function FilterRow<R extends Row>({
  columns,
  widths,
  before,
  filters,
  onFilter,
  onScroll,
  ref,
}: FilterRowProps<R>) {
  const t = useText();
  return (
    <div
      ref={ref}
      role="search"
      aria-label={t('list.filters')}
      className={css['row'] ?? ''}
      onScroll={(event) => {
        onScroll(event.currentTarget.scrollLeft);
      }}
    >
      <div className={css['fields'] ?? ''} style={{ paddingLeft: before }}>
        {columns.map((column, index) => (
          <div key={column.id} className={css['field'] ?? ''} style={{ width: widths[index] }}>
            <FilterField
              column={column}
              value={filters[column.id] ?? ''}
              onChange={(value) => {
                onFilter(column.id, value);
              }}
            />
          </div>
        ))}
      </div>
    </div>
  );
}

interface FilterFieldProps<R extends Row> {
  readonly column: Column<R>;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

function FilterField<R extends Row>({ column, value, onChange }: FilterFieldProps<R>) {
  const t = useText();
  const { filter } = column;
  const name = nameOf(column, t);
  switch (filter?.kind) {
    case 'text':
      return <TextInput label={name} isLabelHidden value={value} onChange={onChange} />;
    case 'choice':
      return (
        <ChoiceInput
          label={name}
          isLabelHidden
          value={value}
          onChange={onChange}
          choices={[
            { id: '', text: t('list.any') },
            ...filter.choices.map((one) => ({ id: one.id, text: nameOf(one, t) })),
          ]}
        />
      );
    case 'period':
      return <PeriodField label={name} value={value} onChange={onChange} />;
    case undefined:
      return null;
  }
}

function PeriodField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const t = useText();
  const text = usePeriodText()(value);
  const [from, until] = periodOf(value);
  const set = (next: readonly [string, string]) => {
    onChange(next.join('') === '' ? '' : next.join('..'));
  };
  return (
    <DialogTrigger>
      <AriaButton className={css['period'] ?? ''} aria-label={`${label} : ${text || t('list.any')}`}>
        <CalendarRange aria-hidden size="1em" />
        <span>{text || '—'}</span>
      </AriaButton>
      <Popover className={css['popover'] ?? ''}>
        <Dialog className={css['dialog'] ?? ''} aria-label={label}>
          <TextInput
            label={t('list.period.from')}
            type="date"
            value={from}
            onChange={(day) => {
              set([day, until]);
            }}
          />
          <TextInput
            label={t('list.period.until')}
            type="date"
            value={until}
            onChange={(day) => {
              set([from, day]);
            }}
          />
          <Button
            kind="quiet"
            onPress={() => {
              onChange('');
            }}
          >
            {t('list.any')}
          </Button>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}

/** `01/11/2026 – 30/11/2026` of a period. */
function usePeriodText(): (value: string) => string {
  const { date } = useFormats();
  return (value) => {
    const [from, until] = periodOf(value).map(date);
    return from === '' && until === '' ? '' : `${from ?? ''} – ${until ?? ''}`;
  };
}

/** What a filter says, for where its column is not shown. */
export function useFilterText<R extends Row>(): (column: Column<R>, value: string) => string {
  const t = useText();
  const period = usePeriodText();
  return ({ filter }, value) => {
    if (filter?.kind === 'period') return period(value);
    const choice = filter?.kind === 'choice' ? filter.choices.find(({ id }) => id === value) : undefined;
    return choice === undefined ? value : nameOf(choice, t);
  };
}
