import { describe, expect, it } from '@jest/globals';
import { ActionRegistry, keysOf, type KeyEvent } from './actions.js';

const press = (over: Partial<KeyEvent>): KeyEvent => ({
  key: '',
  code: '',
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  ...over,
});

describe('WE-2 actions by their keys', () => {
  it('reads Ctrl and Cmd alike, and digits by their place on the keyboard', () => {
    expect(keysOf(press({ key: 'K', ctrlKey: true }))).toBe('mod+k');
    expect(keysOf(press({ key: 'k', metaKey: true }))).toBe('mod+k');
    // The first digit key of a French keyboard.
    expect(keysOf(press({ key: '&', code: 'Digit1', altKey: true }))).toBe('alt+1');
    expect(keysOf(press({ key: '?', code: 'Comma' }))).toBe('?');
  });

  it('calls what was declared last, letters outside of fields only', () => {
    const registry = new ActionRegistry();
    const action = (id: string, keys: string) => ({ id, title: id, keys, run: () => undefined });
    const page = Symbol('page');
    registry.put(Symbol('shell'), [action('palette', 'mod+k'), action('new', 'n')]);
    registry.put(page, [action('new-party', 'n')]);
    expect(registry.byKey(press({ key: 'n' }), false)?.id).toBe('new-party');
    expect(registry.byKey(press({ key: 'n' }), true)).toBeUndefined();
    expect(registry.byKey(press({ key: 'k', ctrlKey: true }), true)?.id).toBe('palette');
    registry.remove(page);
    expect(registry.byKey(press({ key: 'n' }), false)?.id).toBe('new');
  });
});
