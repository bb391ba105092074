import { answered } from '@navette/api-client';
import { Tag, Undo2 } from 'lucide-react';
import { useActions } from '../../shared/actions/use-actions.js';
import { useApi, useSelf } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { IconButton } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { OwnerLink } from './owner-link.js';
import css from './receipts.module.css';
import type { Scan } from './use-put-away.js';

/** The rest is in the places. */
const SHOWN = 8;

interface RecentScansProps {
  readonly receiptId: string;
  readonly scans: readonly Scan[];
  /** Why none can be taken back now. */
  readonly mayNot: string | undefined;
  readonly onLabel: (scanId: string) => void;
}

/** ST-23: the latest scans of everybody, each with whose it is, its label, and the way back. */
export function RecentScans({ receiptId, scans, mayNot, onLabel }: RecentScansProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const self = useSelf();
  const commands = useCommands();
  const undo = (scanId: string) =>
    void commands.run(`undo.${scanId}`, (key) =>
      answered(
        api.POST('/api/v1/goods-receipts/{id}/scans/{scanId}/undo', {
          params: { path: { id: receiptId, scanId }, header: { 'Idempotency-Key': key } },
        }),
      ),
    );
  // Of two who scan at once, each takes back their own.
  const last = scans.find(({ scannedBy }) => scannedBy === self.id);
  useActions([
    {
      id: 'receipt.undo',
      title: t('receipts.do.undo'),
      keys: 'alt+z',
      hidden: true,
      notNow: mayNot ?? (last === undefined ? t('receipts.scan.none') : undefined),
      run: () => {
        if (last !== undefined) undo(last.id);
      },
    },
  ]);
  if (scans.length === 0) return null;
  return (
    <Section title={t('receipts.scans')}>
      <ProblemBox error={commands.error} />
      <LineTable
        label={t('receipts.scans')}
        lines={scans.slice(0, SHOWN)}
        idOf={({ id }) => id}
        isHere={({ id }) => id === scans[0]?.id}
        empty=""
        columns={[
          {
            id: 'at',
            title: t('receipts.scans.at'),
            cell: ({ scannedAt, scannedBy }) => (
              <>
                {formats.ago(scannedAt)}
                {scannedBy !== self.id && <span className="muted"> · {t('receipts.scans.colleague')}</span>}
              </>
            ),
          },
          {
            id: 'reference',
            title: t('receipts.reference'),
            cell: ({ reference }) => <span className="reference">{reference}</span>,
          },
          { id: 'designation', title: t('receipts.designation'), cell: ({ designation }) => designation },
          {
            id: 'owner',
            title: t('receipts.goes-to'),
            cell: ({ owner, moved }) => (
              <span className={css['owner'] ?? ''}>
                <OwnerLink owner={owner} />
                {moved && <StateChip tone="late">{t('receipts.scans.moved')}</StateChip>}
              </span>
            ),
          },
          {
            id: 'do',
            title: '',
            cell: ({ id, reference }) => (
              <span className={css['tools'] ?? ''}>
                <IconButton
                  icon={Tag}
                  label={t('receipts.labels.one', { reference })}
                  onPress={() => {
                    onLabel(id);
                  }}
                />
                <IconButton
                  icon={Undo2}
                  label={mayNot ?? t('receipts.scans.undo', { reference })}
                  isDisabled={mayNot !== undefined || commands.isRunning}
                  onPress={() => {
                    undo(id);
                  }}
                />
              </span>
            ),
          },
        ]}
      />
      {scans.length > SHOWN && <p className="muted">{t('receipts.scans.more', { count: scans.length - SHOWN })}</p>}
    </Section>
  );
}
