import { Exit, Stop } from '../dev/lib/exit.mjs';
import { table } from '../dev/lib/output.mjs';
import { run } from '../operations/program.mjs';

/** `./navette dead-letters list|show|retry|resolve`. */
await run(
  {
    name: 'dead-letters',
    summary: 'messages that could not be handled',
    collection: 'deadLetters',
    filter: 'state',
    filters: ['open', 'replayed', 'resolved'],
    resolveOptions: {
      outcome: { type: 'string', value: 'resolved', help: 'closed by hand: nobody handles it', accepts: ['resolved'] },
      note: { type: 'string', value: 'TEXT', help: 'why, for those who read it later' },
    },
    resolution({ outcome, note }) {
      if (!outcome || !note)
        throw new Stop(Exit.usage, 'dead-letters resolve: say --outcome resolved and --note TEXT.');
      return { note };
    },
    list: (letters) =>
      table([
        ['SERVICE', 'ID', 'CONSUMER', 'MESSAGE', 'STATE', 'TRIES', 'CREATED', 'ERROR'],
        ...letters.map(({ service, id, consumer, messageType, state, failures, createdAt, error }) => [
          service,
          id,
          consumer,
          messageType,
          state,
          String(failures),
          createdAt,
          error,
        ]),
      ]),
    show: (letter) =>
      table([
        ['service', letter.service],
        ['id', letter.id],
        ['consumer', letter.consumer],
        ['message', letter.messageType],
        ['message id', letter.messageId],
        ['station', letter.stationId || 'none that can be told'],
        ['state', letter.state],
        ['tries', String(letter.failures)],
        ['created', letter.createdAt],
        ['error', letter.error],
      ]),
  },
  process.argv.slice(2),
);
