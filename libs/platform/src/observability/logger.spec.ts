import { describe, expect, it } from '@jest/globals';
import { createLogger, errorFields } from './logger.js';

function linesOf(level: string, write: (logger: ReturnType<typeof createLogger>) => void): Record<string, unknown>[] {
  const lines: Record<string, unknown>[] = [];
  write(
    createLogger('probe', level, { write: (line) => void lines.push(JSON.parse(line) as Record<string, unknown>) }),
  );
  return lines;
}

describe('a log line', () => {
  it('carries its service, its time and the fields that are allowed; others are dropped', () => {
    const [line] = linesOf('info', (logger) =>
      logger.info('party created', {
        station: 's-1',
        requestId: 'r-1',
        name: 'Lefèvre',
        phone: '06 12 34 56 78',
        email: 'a@b.fr',
      }),
    );
    expect(line).toEqual({
      level: 30,
      time: expect.any(String),
      service: 'probe',
      station: 's-1',
      requestId: 'r-1',
      msg: 'party created',
    });
  });

  it('takes no object, whose fields nobody has looked at', () => {
    const [line] = linesOf('info', (logger) =>
      logger.info('x', { error: { name: 'Lefèvre' }, subject: ['Lefèvre'], count: 2 }),
    );
    expect(JSON.stringify(line)).not.toContain('Lefèvre');
    expect(line).toMatchObject({ count: 2 });
  });

  it('is left out under its level', () => {
    const lines = linesOf('warn', (logger) => {
      logger.debug('no');
      logger.info('no');
      logger.warn('yes');
      logger.error('yes');
    });
    expect(lines.map(({ msg }) => msg)).toEqual(['yes', 'yes']);
    expect(linesOf('silent', (logger) => logger.error('no'))).toEqual([]);
  });

  it('of a database error has its code and stack, neither its text nor its detail, which quote rows', () => {
    const error = Object.assign(new Error('duplicate key (email)=(zoe@example.org)'), {
      code: '23505',
      detail: 'Key (email)=(zoe@example.org) already exists.',
      parameters: ['zoe@example.org'],
    });
    const [line] = linesOf('info', (logger) => logger.warn('not written', errorFields(error)));
    expect(line).toMatchObject({ error: 'Error', code: '23505', stack: expect.stringContaining('    at ') });
    expect(JSON.stringify(line)).not.toContain('zoe');
  });

  it('of something thrown that is no error says what it was', () => {
    expect(errorFields('Lefèvre')).toEqual({ error: 'string' });
    expect(errorFields(undefined)).toEqual({ error: 'undefined' });
  });
});
