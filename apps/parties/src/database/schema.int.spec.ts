import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { schemaProblems } from '@navette/platform/database';
import { createTestDatabase, type TestDatabase } from '@navette/testing';
import { migrations } from './migrations/index.js';

let database: TestDatabase;

beforeAll(async () => {
  database = await createTestDatabase('parties', migrations);
});
afterAll(() => database.drop());

describe('ID-10 the schema', () => {
  it('keeps stations apart in every table, key and index', async () => {
    // PA-10: of a network, as their policies say.
    const ofNetworks = ['manufacturer', 'network_member'];
    expect(await schemaProblems(database.adminUrl, ofNetworks)).toEqual([]);
  });
});
