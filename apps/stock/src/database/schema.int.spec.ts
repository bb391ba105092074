import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaProblems } from '@navette/platform/database';
import { createTestDatabase, type TestDatabase } from '@navette/testing';
import { migrations } from './migrations/index.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('stock', migrations);
});
afterAll(() => database.drop());

describe('ID-10 the schema', () => {
  it('keeps stations apart in every table, key and index', async () => {
    expect(await schemaProblems(database.adminUrl)).toEqual([]);
  });
});
