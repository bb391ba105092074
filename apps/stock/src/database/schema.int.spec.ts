import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaProblems } from '@navette/platform/database';
import { createTestDatabase, type TestDatabase } from '@navette/testing';
import pg from 'pg';
import { migrations } from './migrations/index.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('stock', migrations);
});
afterAll(() => database.drop());

describe('ID-10 the schema', () => {
  it('keeps stations apart in every table, key and index', async () => {
    const admin = new pg.Client({ connectionString: database.adminUrl });
    await admin.connect();
    const problems = await schemaProblems(admin);
    await admin.end();
    expect(problems).toEqual([]);
  });
});
