import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaProblems } from '@navette/platform/database';
import { startTestService, type TestService } from '@navette/testing';
import { interventionsService } from '../interventions.service.js';

/** The system's status codes are the same for every station; no role of the service may change them. */
const OF_NO_STATION = ['status_code'];

let service: TestService;

beforeAll(async () => {
  service = await startTestService(interventionsService);
});
afterAll(() => service.stop());

describe('ID-10 the schema', () => {
  it('keeps stations apart in every table, key and index', async () => {
    expect(await schemaProblems(service.admin, OF_NO_STATION)).toEqual([]);
  });
});

describe('IN-6 the system set of status codes', () => {
  it('has every key, the numbers that the trade fixed, and a phase', async () => {
    const { rows } = await service.admin.query<{ key: string; code: number }>(
      'select key, code from status_code where key is not null',
    );
    expect(rows.map(({ key }) => key).sort()).toEqual(
      [
        'file_opened', 'part_to_order', 'parts_ordered', 'part_exhausted', 'parts_received', 'solution_requested',
        'solution_answered', 'quote_pending', 'quote_accepted', 'quote_refused', 'appointment_made', 'subcontracted',
        'to_be_billed', 'billed', 'to_hand_back', 'handed_back', 'to_ship', 'shipped', 'cancelled',
      ].sort(),
    ); // prettier-ignore
    expect(Object.fromEntries(rows.map(({ key, code }) => [key, code]))).toMatchObject({
      parts_ordered: 205,
      solution_requested: 302,
      quote_pending: 501,
      handed_back: 602,
      quote_accepted: 1104,
      quote_refused: 1105,
      shipped: 1107,
    });
  });

  it('is read-only for the service', async () => {
    const { rows } = await service.admin.query<{ may: boolean }>(
      `select bool_or(has_table_privilege(rolname, 'status_code', 'insert, update, delete')) as may
       from pg_roles where rolname like 'test\\_interventions\\_%' and rolname !~ '_owner$'`,
    );
    expect(rows).toEqual([{ may: false }]);
  });
});
