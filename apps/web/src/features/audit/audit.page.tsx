import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useOperationTexts } from '../../shared/kit/record/timeline.js';
import { auditOf } from './audit.list.js';

/** ID-9: the trail of every service, by entity, user and time. */
export default function AuditPage() {
  const api = useApi();
  const may = useMay()('identity:user.read');
  const operationText = useOperationTexts();
  const { data } = useQuery({
    queryKey: ['users'],
    enabled: may,
    queryFn: async () => (await answered(api.GET('/api/v1/users'))).data.users,
  });
  const list = useMemo(
    () => auditOf(data?.map(({ id, person }) => ({ id, text: person.name })) ?? [], operationText),
    [data, operationText],
  );
  return <ListPage list={list} />;
}
