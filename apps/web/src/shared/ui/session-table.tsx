import { useSelf } from '../api/session.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { Button } from './button.js';
import { deviceName } from './device-name.js';
import css from './session-table.module.css';
import { StateChip } from './state-chip.js';

interface SessionTableProps {
  readonly sessions: readonly {
    readonly id: string;
    readonly device: string;
    readonly stationId: string;
    readonly startedAt: string;
    readonly usedAt: string;
    /** The one that shows this. */
    readonly current?: boolean;
  }[];
  /** Absent where one may not end them. */
  readonly onEnd?: ((id: string) => void) | undefined;
}

/** ID-6: where somebody is signed in. */
export function SessionTable({ sessions, onEnd }: SessionTableProps) {
  const t = useText();
  const formats = useFormats();
  const { stations } = useSelf();
  return (
    <table className={css['sessions'] ?? ''}>
      <thead>
        <tr>
          <th scope="col">{t('ui.session.device')}</th>
          <th scope="col">{t('ui.session.station')}</th>
          <th scope="col">{t('ui.session.started')}</th>
          <th scope="col">{t('ui.session.used')}</th>
          <td />
        </tr>
      </thead>
      <tbody>
        {sessions.map(({ id, device, stationId, startedAt, usedAt, current }) => (
          <tr key={id}>
            <td title={device}>{deviceName(device) || t('ui.session.unknown')}</td>
            <td>{stations.find((station) => station.id === stationId)?.code ?? ''}</td>
            <td>{formats.instant(startedAt)}</td>
            <td title={formats.instant(usedAt)}>{formats.ago(usedAt)}</td>
            <td>
              {current === true && <StateChip tone="done">{t('ui.session.current')}</StateChip>}
              {current !== true && onEnd !== undefined && (
                <Button
                  kind="quiet"
                  onPress={() => {
                    onEnd(id);
                  }}
                >
                  {t('ui.session.end')}
                </Button>
              )}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
