import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useRef } from 'react';
import { isPassing } from '../../api/problem.js';

type Act = (idempotencyKey: string) => Promise<unknown>;

/**
 * What a page does to its record: one thing at a time, under one key as long as it is not known to be done or refused. What
 * is open afterwards shows what became of it.
 * @param draft name under which what is sent is kept over a reload: so is the key, or it would be done twice
 */
export function useCommands(draft?: string) {
  const client = useQueryClient();
  const keys = useRef(new Map<string, string>());
  const keptAs = (name: string) => `${String(draft)}.${name}`;
  const drop = (name: string) => {
    keys.current.delete(name);
    if (draft !== undefined) sessionStorage.removeItem(keptAs(name));
  };
  const { mutateAsync, isPending, error, reset } = useMutation({
    mutationFn: ({ name, act }: { name: string; act: Act }) => {
      const kept = draft === undefined ? null : sessionStorage.getItem(keptAs(name));
      const key = keys.current.get(name) ?? kept ?? crypto.randomUUID();
      keys.current.set(name, key);
      if (draft !== undefined) sessionStorage.setItem(keptAs(name), key);
      return act(key);
    },
    onSuccess: async (_done, { name }) => {
      drop(name);
      await Promise.all([
        client.invalidateQueries({ queryKey: ['record'] }),
        client.invalidateQueries({ queryKey: ['list'] }),
      ]);
    },
    onError: (failure, { name }) => {
      // Unanswered, it may have been done; refused, what is tried next is something else.
      if (!isPassing(failure)) drop(name);
    },
  });
  return {
    /** @returns whether it was done; `error` says why not */
    run: (name: string, act: Act): Promise<boolean> =>
      mutateAsync({ name, act }).then(
        () => true,
        () => false,
      ),
    isRunning: isPending,
    error,
    forget: reset,
  };
}
