import { column, filterBy, type ListDefinition } from '@navette/platform/database';

const createdAt = column('i.created_at', 'timestamptz');
const line = column('l.line', 'int');

/** How the imports of a station may be asked (PA-15). */
export const importList: ListDefinition = {
  filters: { state: filterBy(column('i.state', 'text'), 'eq', 'in') },
  sorts: { createdAt: [createdAt] },
  defaultSort: '-createdAt',
  id: column('i.id', 'uuid'),
};

/** How the lines of an import may be asked. */
export const importLineList: ListDefinition = {
  filters: {
    state: filterBy(column('l.state', 'text'), 'eq', 'in'),
    choice: {
      type: 'text',
      // What nobody decided on has no name of its own.
      operators: { eq: ([choice = ''], bind) => `l.choice = ${bind(choice === 'undecided' ? '' : choice, 'text')}` },
    },
    rule: {
      type: 'text',
      operators: {
        eq: ([code = ''], bind) => `l.problems @> jsonb_build_array(jsonb_build_object('code', ${bind(code, 'text')}))`,
      },
    },
    line: filterBy(line, 'eq', 'in', 'gte', 'lt'),
  },
  sorts: { line: [line] },
  defaultSort: 'line',
  id: line,
};
