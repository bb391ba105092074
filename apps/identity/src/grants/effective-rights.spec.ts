import { describe, expect, it } from '@jest/globals';
import { effectiveRights } from './effective-rights.js';

describe('ID-2 rights of a user in a station', () => {
  const declared = ['stock:receipt.validate', 'billing:invoice.issue'];

  it('are all of them for an administrator, less what was removed', () => {
    const assignment = { role: 'administrator', addedRights: [], removedRights: ['billing:invoice.issue'] } as const;
    expect(effectiveRights(assignment, declared)).toEqual(['stock:receipt.validate']);
  });

  it('are those added for the other roles, each once and sorted', () => {
    const addedRights = ['stock:receipt.validate', 'billing:invoice.issue', 'stock:receipt.validate'];
    const assignment = { role: 'technician', addedRights, removedRights: [] } as const;
    expect(effectiveRights(assignment, declared)).toEqual(['billing:invoice.issue', 'stock:receipt.validate']);
  });
});
