import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi, useMay } from '../../shared/api/session.js';
import type { StatusCode } from './file-values.js';

const NONE: readonly StatusCode[] = [];

/** IN-22: the codes of the system and the station's own, by number; none for those who may not see them. */
export function useStatusCodes(): readonly StatusCode[] {
  const api = useApi();
  const may = useMay()('interventions:status-code.read');
  const { data } = useQuery({
    queryKey: ['status-codes'],
    enabled: may,
    queryFn: async () => (await answered(api.GET('/api/v1/status-codes'))).data.codes,
  });
  return data ?? NONE;
}
