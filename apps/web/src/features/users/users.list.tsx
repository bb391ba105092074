import { answered, type Schema } from '@navette/api-client';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import css from './users.module.css';

export type User = Schema<'User'>;
export const ROLES = ['technician', 'administrator', 'logistician', 'manager'] as const;

/** ID-2: who works in the stations where one may read users. They are few: all of them come, and are narrowed down here. */
export const usersOf = (stationId: string): ListDefinition<User> => ({
  id: 'users',
  title: 'users.title',
  empty: 'users.empty',
  href: ({ id }) => `/users/${id}`,
  live: ['user'],
  columns: [
    {
      id: 'name',
      title: 'users.name',
      filter: { kind: 'text' },
      width: 220,
      cell: ({ person }) => (
        <>
          <i className={css['colour'] ?? ''} style={{ background: person.colour }} aria-hidden />
          {person.name}
        </>
      ),
      value: ({ person }) => person.name,
    },
    {
      id: 'login',
      title: 'users.login',
      width: 150,
      cell: ({ person }) => <span className="reference">{person.login}</span>,
      value: ({ person }) => person.login,
    },
    {
      id: 'role',
      title: 'users.role',
      filter: { kind: 'choice', choices: ROLES.map((id) => ({ id, title: `users.role.${id}` })) },
      width: 160,
      cell: (user, { t }) => t(`users.role.${roleIn(user, stationId)}`),
      value: (user, { t }) => t(`users.role.${roleIn(user, stationId)}`),
    },
    {
      id: 'email',
      title: 'users.email',
      width: 240,
      cell: ({ person }) => person.email,
      value: ({ person }) => person.email,
    },
    {
      id: 'state',
      title: 'users.state',
      filter: {
        kind: 'choice',
        choices: [
          { id: 'active', title: 'users.state.active' },
          { id: 'inactive', title: 'users.state.inactive' },
        ],
      },
      width: 130,
      cell: ({ active }, { t }) => (
        <StateChip tone={active ? 'done' : 'draft'}>{t(`users.state.${active ? 'active' : 'inactive'}`)}</StateChip>
      ),
      value: ({ active }, { t }) => t(`users.state.${active ? 'active' : 'inactive'}`),
    },
  ],
  load: async (api, { filters }, signal) => {
    const { data } = await answered(api.GET('/api/v1/users', { signal }));
    const words = (filters['name'] ?? '').toLowerCase();
    const rows = data.users.filter(
      (user) =>
        user.person.name.toLowerCase().includes(words) &&
        (filters['role'] ?? roleIn(user, stationId)) === roleIn(user, stationId) &&
        (filters['state'] ?? stateOf(user)) === stateOf(user),
    );
    return { rows, nextCursor: '' };
  },
});

const stateOf = ({ active }: User) => (active ? 'active' : 'inactive');

/** Their role in the station, else the one they have in the network, else `none`. */
export const roleIn = ({ assignments, networkRole }: User, stationId: string): string =>
  assignments.find((one) => one.stationId === stationId)?.role ?? (networkRole === '' ? 'none' : networkRole);
