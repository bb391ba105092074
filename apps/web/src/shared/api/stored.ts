import { answered } from '@navette/api-client';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useCallback } from 'react';
import { useApi } from './session.js';

/**
 * Something a person arranged for themselves, kept on the server under a name: columns, saved searches. It changes on the
 * screen at once; what the server refuses comes back as it was.
 * @returns the value, how to change it, and whether the server's answer is in it (or none is to be had now)
 */
export function useStored<T>(name: string, initial: T): readonly [T, (value: T) => void, boolean] {
  const api = useApi();
  const client = useQueryClient();
  const key = ['preference', name];
  const params = { path: { name } };
  const { data, isFetched, failureCount } = useQuery({
    queryKey: key,
    staleTime: Infinity,
    queryFn: async () => (await answered(api.GET('/api/v1/me/preferences/{name}', { params }))).data.value as T | null,
  });
  const { mutate } = useMutation({
    mutationFn: (value: T) => answered(api.PUT('/api/v1/me/preferences/{name}', { params, body: { value } })),
    onMutate: (value) => {
      const before = client.getQueryData(key);
      client.setQueryData(key, value);
      return { before };
    },
    onError: (_error, _value, context) => {
      client.setQueryData(key, context?.before);
    },
  });
  const set = useCallback(
    (value: T) => {
      mutate(value);
    },
    [mutate],
  );
  return [data ?? initial, set, isFetched || failureCount > 0];
}
