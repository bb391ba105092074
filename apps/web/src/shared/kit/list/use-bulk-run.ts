import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { isPassing } from '../../api/problem.js';
import type { BulkAction, Row } from './list-definition.js';

/** What became of a row: not begun, under way, done, or refused for a reason. */
export type Outcome =
  { readonly name: 'waiting' | 'running' | 'done' } | { readonly name: 'refused'; readonly error: unknown };

type Each<R extends Row> = Extract<BulkAction<R>, { readonly each: unknown }>;

export interface BulkRun<R extends Row> {
  readonly action: Each<R>;
  readonly rows: readonly R[];
  /** `asking`: what becomes final is shown, or what is to be chosen, and nothing is done yet. */
  readonly phase: 'asking' | 'running' | 'over';
  /** Of what the action lets choose from; '' until something is chosen. */
  readonly choice: string;
  readonly outcomes: ReadonlyMap<string, Outcome>;
}

/** An action done with the rows of a selection, one after the other. */
export function useBulkRun<R extends Row>(onOver: (done: ReadonlySet<string>) => void) {
  const client = useQueryClient();
  const [run, setRun] = useState<BulkRun<R>>();
  const stopped = useRef(false);

  const begin = async (action: Each<R>, rows: readonly R[], choice: string, keys: Map<string, string>) => {
    stopped.current = false;
    const outcomes = new Map<string, Outcome>(rows.map(({ id }) => [id, { name: 'waiting' }]));
    const show = (phase: BulkRun<R>['phase']) => {
      setRun({ action, rows, phase, choice, outcomes: new Map(outcomes) });
    };
    for (const row of rows) {
      if (stopped.current) break;
      outcomes.set(row.id, { name: 'running' });
      show('running');
      const key = keys.get(row.id) ?? crypto.randomUUID();
      try {
        await action.each(row, key, choice);
        outcomes.set(row.id, { name: 'done' });
      } catch (error) {
        // Unanswered, it may have been done: the same key then, when it is tried again.
        if (isPassing(error)) keys.set(row.id, key);
        else keys.delete(row.id);
        outcomes.set(row.id, { name: 'refused', error });
      }
    }
    show('over');
    onOver(new Set(rows.map(({ id }) => id).filter((id) => outcomes.get(id)?.name === 'done')));
    void client.invalidateQueries({ queryKey: ['list'] });
  };

  const keys = useRef(new Map<string, string>());
  return {
    run,
    start: (action: Each<R>, rows: readonly R[]) => {
      keys.current = new Map();
      const asks = action.final !== undefined || action.choose !== undefined;
      if (!asks) void begin(action, rows, '', keys.current);
      else setRun({ action, rows, phase: 'asking', choice: '', outcomes: new Map() });
    },
    choose: (choice: string) => {
      if (run !== undefined) setRun({ ...run, choice });
    },
    /** Begins what was asked about, or tries once more what is not done. */
    goOn: () => {
      if (run === undefined) return;
      const left = run.rows.filter(({ id }) => run.outcomes.get(id)?.name !== 'done');
      void begin(run.action, left, run.choice, keys.current);
    },
    /** Not before the row under way has its outcome. */
    stop: () => {
      stopped.current = true;
    },
    close: () => {
      setRun(undefined);
    },
  };
}
