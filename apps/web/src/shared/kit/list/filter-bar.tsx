import { useText } from '../../i18n/use-text.js';
import { ChoiceInput, TextInput } from '../../ui/fields.js';
import type { Column, Row } from './list-definition.js';
import type { ListState } from './list-query.js';
import css from './list-tools.module.css';

interface FilterBarProps<R extends Row> {
  readonly columns: readonly Column<R>[];
  readonly state: ListState;
  readonly onChange: (state: ListState) => void;
}

/** A field for each column that can be narrowed down; what is typed narrows at once. */
export function FilterBar<R extends Row>({ columns, state, onChange }: FilterBarProps<R>) {
  const t = useText();
  const set = (id: string, value: string) => {
    const { [id]: _, ...others } = state.filters;
    onChange({ ...state, filters: value === '' ? others : { ...others, [id]: value } });
  };
  return (
    <div className={css['filters'] ?? ''}>
      {columns.map(({ id, title, filter }) => {
        const value = state.filters[id] ?? '';
        if (filter === undefined) return null;
        if (filter.kind === 'text') {
          return (
            <TextInput
              key={id}
              label={t(title)}
              value={value}
              onChange={(text) => {
                set(id, text);
              }}
            />
          );
        }
        const choices = [
          { id: '', text: t('list.any') },
          ...filter.choices.map((one) => ({ id: one.id, text: t(one.title) })),
        ];
        return (
          <ChoiceInput
            key={id}
            label={t(title)}
            value={value}
            onChange={(choice) => {
              set(id, choice);
            }}
            choices={choices}
          />
        );
      })}
    </div>
  );
}
