import { afterAll, afterEach, beforeAll, describe, expect, it } from '@jest/globals';
import { PartiesServiceService } from '@navette/contracts/parties/v1/service';
import { newId, systemClock } from '@navette/kernel';
import pg from 'pg';
import {
  cutConnections,
  foreignScope,
  insertThing,
  Noted,
  say,
  scope,
  startDatabase,
  type ProbeDatabase,
} from '../../test/engine.js';
import { Bus } from '../messaging/bus.js';
import { createRpcClient } from '../rpc/rpc-client.js';
import { connectionOf, type Database } from './database.js';
import { assertNoTransaction } from './open-transaction.js';
import type { Tx } from './tx.js';

let probe: ProbeDatabase;
let db: Database;
const id = () => newId(systemClock);
const code = (value: string) => expect.objectContaining({ code: value });
const things = (tx: Tx) => tx.rows<{ id: string; name: string }>('select id, name from thing order by id');

beforeAll(async () => {
  // One connection: whatever a transaction leaves behind, the next one finds.
  probe = await startDatabase({ poolSize: 1 });
  db = probe.db;
});
afterAll(() => probe.stop());
afterEach(() => probe.rows('truncate thing, thing_part, outbox, audit, idempotency_key'));

describe('scope of a transaction', () => {
  it('shows and takes rows of its own station alone', async () => {
    const [mine, theirs] = [id(), id()];
    await db.tenantTx(scope(), (tx) => insertThing(tx, mine));
    await db.tenantTx(foreignScope(), (tx) => insertThing(tx, theirs));
    expect(await db.tenantTx(scope(), things)).toEqual([{ id: mine, name: 'thing' }]);
    expect(await db.tenantRead(foreignScope(), things)).toEqual([{ id: theirs, name: 'thing' }]);
    const reachingOver = db.tenantTx(scope(), async (tx) => {
      await tx.run('insert into thing (station_id, id, name) values ($1, $2, $3)', [
        foreignScope().stationId,
        id(),
        'x',
      ]);
    });
    await expect(reachingOver).rejects.toEqual(code('42501'));
    const changed = await db.tenantTx(scope(), (tx) => {
      tx.changesNothing();
      return tx.run(`update thing set name = 'stolen' where id = $1`, [theirs]);
    });
    expect(changed).toBe(0);
  });

  it('ends with the transaction, after a commit and after a failure', async () => {
    const backend = (tx: Tx) => tx.first<{ pid: number }>('select pg_backend_pid() as pid');
    const first = await db.tenantTx(scope(), backend);
    await expect(db.tenantTx(scope(), (tx) => tx.run('select 1 / 0'))).rejects.toEqual(code('22012'));
    const setting = await db.tenantTx(foreignScope(), async (tx) => ({
      ...(await backend(tx)),
      ...(await tx.first<{ station: string }>(`select current_setting('app.station_id') as station`)),
    }));
    expect(setting).toEqual({ ...first, station: foreignScope().stationId });
  });

  it('is nobody on a connection that had one before, not an error and not everybody', async () => {
    await db.tenantTx(scope(), (tx) => insertThing(tx, id()));
    await asApp(async (app) => {
      expect((await app.query('select count(*)::int as n from thing')).rows).toEqual([{ n: 0 }]);
      await app.query(`begin; set local app.station_id = '${scope().stationId}'`);
      expect((await app.query('select count(*)::int as n from thing')).rows).toEqual([{ n: 1 }]);
      await app.query('commit');
      expect((await app.query(`select current_setting('app.station_id') as s`)).rows).toEqual([{ s: '' }]);
      expect((await app.query('select count(*)::int as n from thing')).rows).toEqual([{ n: 0 }]);
    });
  });

  it('must be a station: text that is no UUID does not reach SQL', async () => {
    for (const stationId of [`' or true --`, '', '00000000-0000-0000-0000-000000000000']) {
      await expect(db.tenantTx(scope({ stationId }), things)).rejects.toThrow('not a station');
      await expect(db.tenantRead(scope({ stationId }), things)).rejects.toThrow('not a station');
    }
  });

  it('does not let a foreign key reach a row of another station', async () => {
    const theirs = id();
    await db.tenantTx(foreignScope(), (tx) => insertThing(tx, theirs));
    const attach = db.tenantTx(scope(), async (tx) => {
      tx.audit('thing-part', theirs);
      await tx.run('insert into thing_part (station_id, id, thing_id) values ($1, $2, $3)', [
        tx.scope.stationId,
        id(),
        theirs,
      ]);
    });
    await expect(attach).rejects.toEqual(code('23503'));
  });
});

describe('the app role', () => {
  it.each([
    ['becoming the owner', 'set role test_probe_owner', '42501'],
    ['becoming the engine', 'set role test_probe_engine', '42501'],
    ['switching row security off', 'set row_security = off; select * from thing', '42501'],
    ['lifting the policies', 'alter table thing no force row level security', '42501'],
    ['dropping a policy', 'drop policy thing_app on thing', '42501'],
    ['truncating', 'truncate thing', '42501'],
    ['reading the outbox', 'select * from outbox', '42501'],
    ['changing the outbox', 'update outbox set published_at = null', '42501'],
    ['forgetting what was handled', 'delete from inbox', '42501'],
    ['reading dead letters', 'select * from dead_letter', '42501'],
    ['changing the audit trail', `update audit set actor_id = 'x'`, '42501'],
    ['erasing the audit trail', 'delete from audit', '42501'],
    ['making tables', 'create table mine (id int)', '42501'],
  ])('is refused %s', async (_title, sql, sqlState) => {
    await asApp((app) => expect(app.query(sql)).rejects.toEqual(code(sqlState)));
  });
});

describe('audit', () => {
  it('refuses a write that names nothing, and keeps none of it', async () => {
    const silent = db.tenantTx(scope(), (tx) =>
      tx.run('insert into thing (station_id, id, name) values ($1, $2, $3)', [tx.scope.stationId, id(), 'x']),
    );
    await expect(silent).rejects.toThrow('test:test.run writes without naming what');
    expect(await probe.rows('select from thing')).toEqual([]);
  });

  it('refuses a message that names nothing', async () => {
    const silent = db.tenantTx(scope(), async (tx) =>
      tx.publish(Noted, { type: 'thing', id: '1', version: 1 }, { text: '' }),
    );
    await expect(silent).rejects.toThrow('writes without naming what');
    expect(await probe.rows('select from outbox')).toEqual([]);
  });

  it('asks nothing of a transaction that only reads', async () => {
    await expect(db.tenantTx(scope(), things)).resolves.toEqual([]);
  });

  it('says who did what, in which request, at the instant of the transaction', async () => {
    const thing = id();
    const at = await db.tenantTx(scope({ requestId: 'r-1' }), async (tx) => {
      await insertThing(tx, thing);
      return tx.now;
    });
    const [row] = await probe.rows('select * from audit');
    expect(row).toMatchObject({
      station_id: scope().stationId,
      at: new Date(at.epochMilliseconds),
      actor_kind: 'user',
      actor_id: scope().actor.id,
      operation: 'test:test.run',
      entity_type: 'thing',
      entity_id: thing,
      request_id: 'r-1',
    });
  });

  it('says more closely what was done where the operation stands for several things', async () => {
    await db.tenantTx(scope(), async (tx) => {
      for (const [name, operation] of [['sent', 'test:sent'], ['kept']] as const) {
        await insertThing(tx, id(), name);
        tx.audit('thing', name, operation);
      }
    });
    const rows = await probe.rows(
      `select entity_id, operation from audit where entity_id in ('sent', 'kept') order by 1 desc`,
    );
    expect(rows).toEqual([
      { entity_id: 'sent', operation: 'test:sent' },
      { entity_id: 'kept', operation: 'test:test.run' },
    ]);
  });
});

describe('reading', () => {
  it('refuses a write', async () => {
    await expect(db.tenantRead(scope(), (tx) => insertThing(tx, id()))).rejects.toEqual(code('25006'));
  });
});

describe('an open transaction', () => {
  it('refuses another one inside', async () => {
    const nest = (inner: () => Promise<unknown>) =>
      expect(db.tenantTx(scope(), inner)).rejects.toThrow('opened inside transaction');
    await nest(() => db.tenantTx(scope(), things));
    await nest(() => db.tenantRead(scope(), things));
    await nest(() => db.engineTx(things));
    await db.tenantTx(scope(), async () => {
      // A rejection, not a throw that a caller's `.catch` would miss.
      const inner = db.tenantRead(scope(), things);
      await expect(inner).rejects.toThrow('opened inside transaction');
    });
  });

  it('refuses a network call: gRPC and bus', async () => {
    const client = createRpcClient(PartiesServiceService, '127.0.0.1:1');
    const call = { token: '', requestId: 'r', correlationId: 'r' };
    await expect(db.tenantTx(scope(), () => client.getParty({ id: '' }, call))).rejects.toThrow(
      'called inside transaction',
    );
    client.close();
    const bus = new Bus({ url: 'nats://127.0.0.1:1', prefix: 'x', name: 'x' }, probe.logger);
    await expect(db.tenantRead(scope(), () => bus.publish('x', Buffer.of(), '1', {}))).rejects.toThrow(
      'called inside transaction',
    );
  });

  it('that fails leaves no row, no message, no audit', async () => {
    const ran: string[] = [];
    const failing = db.tenantTx(scope(), async (tx) => {
      await insertThing(tx, id());
      say(tx, 'never');
      tx.afterCommit(() => ran.push('after commit'));
      throw new Error('changed its mind');
    });
    await expect(failing).rejects.toThrow('changed its mind');
    for (const table of ['thing', 'outbox', 'audit']) expect(await probe.rows(`select from ${table}`)).toEqual([]);
    expect(ran).toEqual([]);
  });

  it('whose failing statement is swallowed is not taken for a success', async () => {
    const swallowing = db.tenantTx(scope(), async (tx) => {
      await insertThing(tx, id());
      await tx.run('select 1 / 0').catch(() => undefined);
    });
    await expect(swallowing).rejects.toEqual(code('25P02'));
  });

  it('that has ended takes nothing more from work that was not waited for', async () => {
    const slow = { begun: Promise.resolve() };
    const failing = db.tenantTx(scope(), async (tx) => {
      slow.begun = (async () => {
        await tx.run('select pg_sleep(0.05)');
        await insertThing(tx, id());
      })();
      slow.begun.catch(() => undefined);
      await tx.run('select 1 / 0');
    });
    await expect(failing).rejects.toEqual(code('22012'));
    await expect(slow.begun).rejects.toThrow();
    expect(await probe.rows('select 1 from thing')).toEqual([]);
  });

  it('of several works is committed for all of them, each under its own request, or for none', async () => {
    const requests = ['r-1', 'r-2'].map((requestId) => scope({ requestId }));
    const insertAll = (txs: readonly Tx[]) => Promise.all(txs.map((tx) => insertThing(tx, id())));
    await db.tenantTxs(requests, insertAll);
    expect(await probe.rows('select request_id from audit order by 1')).toEqual([{ request_id: 'r-1' }, { request_id: 'r-2' }]); // prettier-ignore
    const failing = db.tenantTxs(requests, async (txs) => {
      await insertAll(txs);
      throw new Error('the last of them fails');
    });
    await expect(failing).rejects.toThrow('the last of them fails');
    expect(await probe.rows('select 1 from thing')).toHaveLength(2);
    await expect(db.tenantTxs([scope(), foreignScope()], insertAll)).rejects.toThrow('works of several stations');
  });

  it('whose connection is lost fails, and the next one gets a new connection', async () => {
    const cut = db.tenantTx(scope(), async (tx) => {
      await insertThing(tx, id());
      await cutConnections(probe, 'app');
      await tx.rows('select 1');
    });
    await expect(cut).rejects.toThrow();
    await expect(db.tenantTx(scope(), things)).resolves.toEqual([]);
  });
});

describe('after the commit', () => {
  it('work runs once, outside the transaction', async () => {
    const ran: string[] = [];
    await db.tenantTx(scope(), async (tx) => {
      await insertThing(tx, id());
      tx.afterCommit(() => {
        assertNoTransaction('a call after commit');
        ran.push('after commit');
      });
      expect(ran).toEqual([]);
    });
    expect(ran).toEqual(['after commit']);
  });

  it('work that fails does not make what was committed look refused', async () => {
    const done = db.tenantTx(scope(), async (tx) => {
      await insertThing(tx, id());
      tx.afterCommit(() => {
        throw new Error('cache is gone');
      });
      return 'committed';
    });
    await expect(done).resolves.toBe('committed');
    expect(await probe.rows('select from thing')).toHaveLength(1);
    expect(probe.logger.lines.at(-1)).toMatchObject({ message: 'after commit failed', operation: 'test:test.run' });
  });
});

describe('a deadlock', () => {
  it('runs the whole work again, once for the victim', async () => {
    const two = await startDatabase({ poolSize: 2 });
    const [a, b] = [id(), id()];
    await two.db.tenantTx(scope(), async (tx) => {
      await insertThing(tx, a);
      await insertThing(tx, b);
    });
    let starts = 0;
    const both = barrier(2);
    const count = async (first: string, second: string) =>
      two.db.tenantTx(scope(), async (tx) => {
        starts++;
        await tx.run('update thing set counter = counter + 1 where id = $1', [first]);
        if (starts <= 2) await both();
        await tx.run('update thing set counter = counter + 1 where id = $1', [second]);
        say(tx, 'counted', first);
      });
    await Promise.all([count(a, b), count(b, a)]);
    expect(starts).toBe(3);
    expect(await two.rows('select counter from thing')).toEqual([{ counter: 2 }, { counter: 2 }]);
    expect(await two.rows('select from outbox')).toHaveLength(2);
    expect(two.logger.lines).toContainEqual(
      expect.objectContaining({ message: 'transaction retried', code: '40P01', attempt: 1 }),
    );
    await two.stop();
  });

  it('and a value that two take at once: the second looks again, and sees it', async () => {
    const two = await startDatabase({ poolSize: 2 });
    const taken = id();
    let starts = 0;
    const both = barrier(2);
    const take = async () =>
      two.db.tenantTx(scope(), async (tx) => {
        starts++;
        const there = await tx.first('select 1 from thing where id = $1', [taken]);
        if (there !== undefined) {
          tx.changesNothing();
          return 'refused';
        }
        if (starts <= 2) await both();
        await insertThing(tx, taken);
        return 'taken';
      });
    expect((await Promise.all([take(), take()])).sort()).toEqual(['refused', 'taken']);
    expect(starts).toBe(3);
    await two.stop();
  });

  it('is told where it is no race', async () => {
    const taken = id();
    const twice = db.tenantTx(scope(), async (tx) => {
      await insertThing(tx, taken);
      await insertThing(tx, taken);
    });
    await expect(twice).rejects.toEqual(code('23505'));
  });

  it('is not retried for ever', async () => {
    let starts = 0;
    const failing = db.tenantTx(scope(), (tx) => {
      starts++;
      return tx.run(`do $$ begin raise exception 'again' using errcode = 'serialization_failure'; end $$`);
    });
    await expect(failing).rejects.toEqual(code('40001'));
    expect(starts).toBe(5);
  });
});

describe('a command with an idempotency key', () => {
  const keyed = (key: string, inputHash = 'hash', overrides = {}) =>
    scope({ idempotency: { key, inputHash }, ...overrides });
  const make = async (tx: Tx) => {
    const thing = id();
    await insertThing(tx, thing);
    return { thing, nothing: null, list: [1, 'two'] };
  };

  it('runs once, however often and however much at once it is sent', async () => {
    const four = await startDatabase({ poolSize: 4 });
    for (let round = 0; round < 25; round++) {
      const answers = await Promise.all(Array.from({ length: 4 }, () => four.db.command(keyed(`key-${round}`), make)));
      for (const answer of answers) expect(answer).toEqual(answers[0]);
    }
    expect(await four.rows('select from thing')).toHaveLength(25);
    expect(await four.rows('select from audit')).toHaveLength(25);
    await four.stop();
  });

  it('refuses the key with other input, and does nothing', async () => {
    await db.command(keyed('key'), make);
    await expect(db.command(keyed('key', 'other'), make)).rejects.toEqual(code('platform.idempotency-key.reused'));
    expect(await probe.rows('select from thing')).toHaveLength(1);
  });

  it('forgets a command that failed', async () => {
    await expect(db.command(keyed('key'), () => Promise.reject(new Error('not today')))).rejects.toThrow('not today');
    expect(await probe.rows('select from idempotency_key')).toEqual([]);
    await expect(db.command(keyed('key', 'mended'), make)).resolves.toMatchObject({ list: [1, 'two'] });
  });

  it('keeps callers and stations apart', async () => {
    const answers = [
      await db.command(keyed('key'), make),
      await db.command(keyed('key', 'hash', { actor: { kind: 'client', id: scope().actor.id } }), make),
      await db.command(keyed('key', 'hash', { stationId: foreignScope().stationId }), make),
    ];
    expect(new Set(answers.map(({ thing }) => thing)).size).toBe(3);
  });

  it('without a key simply runs', async () => {
    await db.command(scope(), make);
    await db.command(scope(), make);
    expect(await probe.rows('select from thing')).toHaveLength(2);
  });
});

async function asApp(work: (app: pg.Client) => Promise<unknown>): Promise<void> {
  const app = new pg.Client(connectionOf(probe.database.config, 'app'));
  await app.connect();
  try {
    await work(app);
  } finally {
    await app.end();
  }
}

/** Resolves for all when `n` have come. */
function barrier(n: number): () => Promise<void> {
  let open: () => void;
  const gate = new Promise<void>((resolve) => (open = resolve));
  let waiting = 0;
  return () => {
    if (++waiting === n) open();
    return gate;
  };
}
