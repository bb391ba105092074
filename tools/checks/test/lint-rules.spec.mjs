import { describe, expect, it } from '@jest/globals';
import { ownRules } from '../lint-rules.mjs';

describe('lint-rules', () => {
  it('asks a sample of every rule the project sets itself, none of those a preset brings', () => {
    const config = [
      { name: 'preset', rules: { 'no-undef': 'error' } },
      { rules: { 'navette/clock': 'error' } },
      { rules: { 'navette/clock': 'off', 'no-console': 'error' } },
      { linterOptions: {} },
    ];
    expect(ownRules(config)).toEqual(['navette/clock', 'no-console']);
  });
});
