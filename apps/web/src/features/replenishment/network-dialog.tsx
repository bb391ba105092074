import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { atMost, useTakeFromPlace } from '../../shared/trade/elsewhere.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useOpen } from '../../shared/work/use-work.js';
import type { PlanRow } from './plan.list.js';

interface NetworkDialogProps {
  readonly row: PlanRow;
  readonly onClose: () => void;
}

/** ST-11, ST-15: where a part that a need waits for is free: in a place of the station, or at its sisters; one click gets it. */
export function NetworkDialog({ row, onClose }: NetworkDialogProps) {
  const t = useText();
  const formats = useFormats();
  const { reference, designation, quantity } = row;
  return (
    <Dialog
      title={t('plan.network')}
      isOpen
      size="wide"
      onClose={onClose}
      footer={<Button onPress={onClose}>{t('record.ask.back')}</Button>}
    >
      <p>{t('plan.network.text', { reference, designation, quantity: formats.quantity(quantity) })}</p>
      <Places row={row} onClose={onClose} />
      <Sisters row={row} onClose={onClose} />
    </Dialog>
  );
}

/** What lies in vans and other places of the station. */
function Places({ row: { needId, partId, quantity }, onClose }: NetworkDialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const taking = useTakeFromPlace();
  const { data = [] } = useQuery({
    queryKey: ['places-of-part', partId],
    enabled: may('stock:stock-level.read') && may('stock:need.allocate'),
    queryFn: async () => {
      const params = { path: { partId } };
      const { places } = (await answered(api.GET('/api/v1/stock-levels/{partId}', { params }))).data;
      return places.filter(({ placeId, free }) => placeId !== '' && Number(free) > 0);
    },
  });
  if (data.length === 0) return null;
  return (
    <Section title={t('plan.network.here')}>
      <ProblemBox error={taking.error} />
      <LineTable
        label={t('plan.network.here')}
        lines={data}
        idOf={({ placeId }) => placeId}
        empty=""
        columns={[
          {
            id: 'place',
            title: t('parts.places.place'),
            cell: ({ code, label }) => (
              <>
                <span className="reference">{code}</span> {label}
              </>
            ),
          },
          { id: 'free', title: t('plan.network.free'), isNumber: true, cell: ({ free }) => formats.quantity(free) },
          {
            id: 'take',
            title: t('plan.network.allocation'),
            cell: ({ placeId, free }) => (
              <Button
                kind="primary"
                isDisabled={taking.isRunning}
                onPress={() => {
                  void taking.take(needId, placeId, atMost(free, quantity)).then((done) => {
                    if (done) onClose();
                  });
                }}
              >
                {t('plan.network.take', { quantity: formats.quantity(atMost(free, quantity)) })}
              </Button>
            ),
          },
        ]}
      />
    </Section>
  );
}

/** What sister stations have. */
function Sisters({ row: { needId, partId, quantity }, onClose }: NetworkDialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const open = useOpen();
  const mayAsk = useMay()('stock:station-transfer.request');
  const commands = useCommands();
  const { data, error } = useQuery({
    queryKey: ['network-stock', partId],
    enabled: mayAsk,
    queryFn: async () =>
      (await answered(api.GET('/api/v1/network-stock', { params: { query: { partId } } }))).data.stations,
  });
  const ask = (stationId: string, free: string) =>
    commands.run(`transfer ${stationId}`, async (key) => {
      const { data: made } = await answered(
        api.POST('/api/v1/station-transfers', {
          params: { header: { 'Idempotency-Key': key } },
          body: { needId, stationId, quantity: atMost(free, quantity) },
        }),
      );
      onClose();
      open(`/transfers/${made.id}`);
    });
  if (!mayAsk) return null;
  return (
    <Section title={t('plan.network.sisters')}>
      <ProblemBox error={commands.error ?? error} />
      {data !== undefined && (
        <LineTable
          label={t('plan.network.sisters')}
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
                  {t('plan.network.ask', { quantity: formats.quantity(atMost(free, quantity)) })}
                </Button>
              ),
            },
          ]}
        />
      )}
    </Section>
  );
}
