import { describe, expect, it } from '@jest/globals';
import { OwnFigures } from './own-figures.js';

const told = (ownQuantity: string) => ({ id: 'line', ownQuantity });

describe('ST-14 the figures of one window of a phone', () => {
  it('are what the server says, where nothing was counted', () => {
    const own = new OwnFigures();
    expect(own.over(told('3'), own.ask())).toEqual(told('3'));
  });

  it('are its own while they are kept, and against answers to what was asked before that', () => {
    const own = new OwnFigures();
    const before = own.ask();
    own.counted('line', '1');
    expect(own.over(told(''), own.ask())).toEqual(told('1'));
    const meanwhile = own.ask();
    own.kept('line');
    expect(own.over(told(''), before)).toEqual(told('1'));
    expect(own.over(told(''), meanwhile)).toEqual(told('1'));
  });

  it('are its own against answers to what was asked before they were heard', () => {
    const own = new OwnFigures();
    own.counted('line', '1');
    own.kept('line');
    const waiting = own.ask();
    own.heard('line');
    // The answer may have been written before the figure was.
    expect(own.over(told(''), waiting)).toEqual(told('1'));
    // Asked since: another window, or the office, knows better.
    expect(own.over(told('7'), own.ask())).toEqual(told('7'));
  });

  it('are the last one as long as any is being kept', () => {
    const own = new OwnFigures();
    own.counted('line', '1');
    own.counted('line', '2');
    own.kept('line');
    expect(own.over(told('1'), own.ask())).toEqual(told('2'));
    own.kept('line');
    expect(own.over(told('2'), own.ask())).toEqual(told('2'));
  });

  it('are of each line alone', () => {
    const own = new OwnFigures();
    own.counted('other', '9');
    expect(own.over(told('3'), own.ask())).toEqual(told('3'));
    own.heard('none');
    own.kept('none');
    expect(own.over(told('3'), 0)).toEqual(told('3'));
  });
});
