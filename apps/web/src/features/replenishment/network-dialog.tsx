import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useOpen } from '../../shared/work/use-work.js';
import type { PlanRow } from './plan.list.js';

interface NetworkDialogProps {
  readonly row: PlanRow;
  readonly onClose: () => void;
}

/** ST-15: what sister stations have free of a part that a need waits for; one click asks for it. */
export function NetworkDialog({ row, onClose }: NetworkDialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const open = useOpen();
  const commands = useCommands();
  const { partId, needId, reference, designation, quantity } = row;
  const { data, error } = useQuery({
    queryKey: ['network-stock', partId],
    queryFn: async () =>
      (await answered(api.GET('/api/v1/network-stock', { params: { query: { partId } } }))).data.stations,
  });
  /** No more than waits, nor than is free there. */
  const askable = (free: string) => (Number(free) < Number(quantity) ? free : quantity);
  const ask = (stationId: string, free: string) =>
    commands.run(`transfer ${stationId}`, async (key) => {
      const { data: made } = await answered(
        api.POST('/api/v1/station-transfers', {
          params: { header: { 'Idempotency-Key': key } },
          body: { needId, stationId, quantity: askable(free) },
        }),
      );
      onClose();
      open(`/transfers/${made.id}`);
    });
  return (
    <Dialog
      title={t('plan.network')}
      isOpen
      size="wide"
      onClose={onClose}
      footer={<Button onPress={onClose}>{t('record.ask.back')}</Button>}
    >
      <p>{t('plan.network.text', { reference, designation, quantity: formats.quantity(quantity) })}</p>
      <ProblemBox error={commands.error ?? error} />
      {data !== undefined && (
        <LineTable
          label={t('plan.network')}
          lines={data}
          idOf={({ stationId }) => stationId}
          empty={t('plan.network.nothing')}
          columns={[
            { id: 'station', title: t('plan.network.station'), cell: ({ code, name }) => name || code },
            {
              id: 'free',
              title: t('plan.network.free'),
              isNumber: true,
              cell: ({ free }) => formats.quantity(free),
            },
            {
              id: 'ask',
              title: t('plan.network.request'),
              cell: ({ stationId, free }) => (
                <Button
                  kind="primary"
                  isDisabled={commands.isRunning}
                  onPress={() => {
                    void ask(stationId, free);
                  }}
                >
                  {t('plan.network.ask', { quantity: formats.quantity(askable(free)) })}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Dialog>
  );
}
