import { answered, type Schema } from '@navette/api-client';
import { useMutation } from '@tanstack/react-query';
import { useApi, useMay, useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord } from '../../shared/kit/record/use-record.js';
import { Checkbox } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';

type Settings = Schema<'StockSettings'>;
/** The clocks of the saga of receipts stay as they are: nobody sets them at a counter. */
const SWITCHES = ['updatePriceByDefault', 'refuseNegativeStock'] as const;

/** ST-12, ST-18: how the station keeps its stock; each choice holds at once. */
export default function StockSettingsPage() {
  const api = useApi();
  const { stationId: id } = useSelf();
  const query = useRecord<Settings>({
    kind: 'stock-settings',
    id,
    read: () => answered(api.GET('/api/v1/stock-settings')),
  });
  return (
    <RecordLoader query={query}>
      {({ data }) => <Choices stationId={id} settings={data} onChanged={() => void query.refetch()} />}
    </RecordLoader>
  );
}

interface ChoicesProps {
  readonly stationId: string;
  readonly settings: Settings;
  readonly onChanged: () => void;
}

function Choices({ stationId, settings, onChanged }: ChoicesProps) {
  const t = useText();
  const api = useApi();
  const mayChange = useMay()('stock:settings.change');
  const change = useMutation({
    mutationFn: (body: Settings) =>
      answered(
        api.PUT('/api/v1/stock-settings', {
          params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
    onSuccess: onChanged,
  });
  return (
    <RecordPage
      title={t('stock-settings.title')}
      side={
        <Timeline
          service="stock"
          entityType="station-settings"
          id={stationId}
          version={SWITCHES.map((name) => String(settings[name])).join()}
        />
      }
    >
      <ProblemBox error={change.error} />
      {SWITCHES.map((name) => (
        <Section key={name} title={t(`stock-settings.${name}`)}>
          <Checkbox
            isSelected={settings[name]}
            isDisabled={!mayChange || change.isPending}
            onChange={(isOn) => {
              change.mutate({ ...settings, [name]: isOn });
            }}
          >
            {t(`stock-settings.${name}.text`)}
          </Checkbox>
          <p className="muted">{t(`stock-settings.${name}.hint`)}</p>
        </Section>
      ))}
    </RecordPage>
  );
}
