import { Exit, Stop } from '../dev/lib/exit.mjs';
import { table } from '../dev/lib/output.mjs';
import { run } from '../operations/program.mjs';

/** `./navette sagas list|show|retry|resolve`. */
await run(
  {
    name: 'sagas',
    summary: 'sagas of the system that is up',
    collection: 'sagas',
    filter: 'status',
    filters: ['running', 'done', 'compensated', 'needs_operator'],
    resolveOptions: {
      outcome: {
        type: 'string',
        value: 'CODE',
        help: 'what the answer would have been: done, or the code of a refusal',
      },
      note: { type: 'string', value: 'TEXT', help: 'why, for those who read it later' },
      item: { type: 'string', value: 'KEY', multiple: true, help: 'this open item alone; may be repeated' },
    },
    resolution({ outcome, note, item = [] }) {
      if (!outcome || !note) throw new Stop(Exit.usage, 'sagas resolve: say --outcome CODE and --note TEXT.');
      return { outcome, note, itemKeys: item };
    },
    list: (sagas) =>
      table([
        ['SERVICE', 'ID', 'SAGA', 'KEY', 'STATE', 'STATUS', 'UPDATED', 'PROBLEM'],
        ...sagas.map(({ service, id, type, correlationKey, state, status, updatedAt, problem }) => [
          service,
          id,
          type,
          correlationKey,
          state,
          status,
          updatedAt,
          problem,
        ]),
      ]),
    show: (saga) =>
      [
        table([
          ['service', saga.service],
          ['id', saga.id],
          ['saga', saga.type],
          ['key', saga.correlationKey],
          ['state', saga.state],
          ['status', saga.status],
          ...(saga.problem === '' ? [] : [['problem', saga.problem]]),
          ['started', saga.startedAt],
          ['updated', saga.updatedAt],
          ...(saga.deadlineAt === '' ? [] : [['next look', saga.deadlineAt]]),
        ]),
        ...section('ITEMS', ['KEY', 'STEP', 'STATE', 'ASKED', 'NEXT LOOK', 'REQUEST'], saga.items, (item) => [
          item.key,
          item.participant,
          item.state,
          String(item.asked),
          item.deadlineAt,
          item.requestId,
        ]),
        ...section('HISTORY', ['AT', 'STATE', 'WHAT'], saga.history, ({ at, state, what }) => [at, state, what]),
      ].join('\n'),
  },
  process.argv.slice(2),
);

/** @param {string} title @param {string[]} head @param {any[]} rows @param {(row: any) => string[]} cells */
function section(title, head, rows, cells) {
  return rows.length === 0 ? [] : ['', title, table([head, ...rows.map(cells)])];
}
