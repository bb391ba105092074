import { describe, expect, it } from '@jest/globals';
import { messageTypes } from '@navette/contracts';
import { declaredRights } from '@navette/platform/auth';
import '../controllers.js';
import { eventName, visibleBy } from './visible-events.js';

const events = [...messageTypes().values()].filter(({ kind }) => kind === 'evt').map(({ type }) => eventName(type));

describe('WE-3 every event of the contracts', () => {
  it('has a line that says which right shows it on the live stream, or that none does', () => {
    expect(events).toContain('parties.PartyChanged');
    expect(Object.keys(visibleBy).sort()).toEqual([...new Set(events)].sort());
  });

  it('is shown by a right that opens a route of the edge', () => {
    const routes = new Set(declaredRights());
    const shown = Object.values(visibleBy).filter((right) => right !== undefined);
    expect(shown.filter((right) => !routes.has(right))).toEqual([]);
  });
});
