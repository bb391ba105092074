import { describe, expect, it } from '@jest/globals';
import { RIGHTS } from './rights.js';
import { rightsOfRole } from './role-rights.js';

describe('ID-2 pre-selection of rights', () => {
  it('is all of them for an administrator, but what is the network’s to say, and what is no person’s', () => {
    const others = ['parties:manufacturer.list', 'identity:password-link.mail'];
    expect(rightsOfRole('administrator')).toEqual(RIGHTS.filter((right) => !others.includes(right)).sort());
    expect(RIGHTS).toEqual(expect.arrayContaining(others));
  });

  it('is of the modules of a role, new rights included, with what it needs to see of others', () => {
    const declared = [
      'stock:part.read',
      'stock:part.sell',
      'stock:settings.change',
      'billing:document.read',
      'stocks:a.b',
    ];
    expect(rightsOfRole('logistician', declared)).toEqual([
      'billing:document.read',
      'stock:part.read',
      'stock:part.sell',
    ]);
    expect(rightsOfRole('technician')).toContain('interventions:file.finish');
    expect(rightsOfRole('technician')).not.toContain('interventions:file.bill');
    expect(rightsOfRole('manager')).toContain('interventions:file.bill');
    expect(rightsOfRole('manager')).toContain('billing:draft-invoice.accept');
    for (const role of ['technician', 'logistician', 'manager'] as const)
      expect(rightsOfRole(role).filter((right) => /^identity:user\.(?!read)/.test(right))).toEqual([]);
  });

  it('ID-3 lets the franchise operator read, say what is the network’s, and nothing else', () => {
    const rights = rightsOfRole('franchise_operator');
    expect(rights.filter((right) => !right.endsWith('.read'))).toEqual(['parties:manufacturer.list']);
    expect(rights).toEqual(expect.arrayContaining(['identity:station.read', 'operations:audit.read', 'billing:document.read'])); // prettier-ignore
  });
});
