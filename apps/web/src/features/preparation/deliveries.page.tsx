import { answered, answeredFile } from '@navette/api-client';
import { ListChecks, Truck } from 'lucide-react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { deliveriesList } from './deliveries.list.js';

/** ST-16, ST-17: what is taken from its place, and leaves with a note. */
export default function DeliveriesPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const commands = useCommands();
  return (
    <>
      <ProblemBox error={commands.error} />
      <ListPage
        list={deliveriesList}
        bulk={[
          {
            id: 'deliveries.pick-list',
            title: t('preparation.do.pick-list'),
            icon: ListChecks,
            all: (orders) => {
              void commands.run('pick-list', async () => {
                const query = { orderIds: orders.map(({ id }) => id).join(',') };
                const options = { params: { query }, parseAs: 'blob' } as const;
                const asked = api.GET('/api/v1/preparation/pick-list.pdf', options);
                saveFile(`${t('preparation.do.pick-list')}.pdf`, await answeredFile(asked));
              });
            },
          },
          {
            id: 'deliveries.slip',
            title: t('preparation.do.slip'),
            icon: Truck,
            notNow: () => (may('billing:delivery-slip.issue') ? undefined : t('preparation.may-not-slip')),
            final: (orders) => t('preparation.slip.final', { count: orders.length }),
            each: ({ id }, key) =>
              answered(
                api.POST('/api/v1/customer-orders/{id}/delivery-slip', {
                  params: { path: { id }, header: { 'Idempotency-Key': key } },
                }),
              ),
          },
        ]}
      />
    </>
  );
}
