import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useApi } from '../api/session.js';
import { useText } from '../i18n/use-text.js';
import { AskDialog } from '../kit/record/ask-dialog.js';
import { LineTable } from '../kit/record/line-table.js';
import { useCommands } from '../kit/record/use-commands.js';
import { Loading } from '../ui/loading.js';
import { ProblemBox } from '../ui/problem-box.js';
import { headerDifferences, valuesOfHeader, type Header } from './document-header.js';
import { useRepresentativeName } from './use-representatives.js';

interface ReloadDialogProps {
  readonly partyId: string;
  readonly header: Header | undefined;
  readonly write: (header: Header) => Promise<unknown>;
  readonly onClose: () => void;
}

/** Recharger les données: what the document would say anew, beside what it says; taken over once somebody has seen it. */
export default function ReloadDialog({ partyId, header, write, onClose }: ReloadDialogProps) {
  const t = useText();
  const nameOf = useRepresentativeName();
  const api = useApi();
  const commands = useCommands();
  const fresh = useQuery({
    queryKey: ['record', 'document-header', partyId],
    staleTime: 0,
    queryFn: async ({ signal }) =>
      (await answered(api.GET('/api/v1/parties/{id}/document-header', { signal, params: { path: { id: partyId } } })))
        .data,
  });
  const differences =
    fresh.data === undefined
      ? []
      : headerDifferences(t, valuesOfHeader(header), valuesOfHeader(fresh.data), undefined, nameOf);
  const taken = fresh.data;
  return (
    <AskDialog
      title={t('trade.header.reload')}
      text={t('trade.header.reload.text')}
      confirm={t('trade.header.reload.do')}
      isOpen
      isReady
      size="wide"
      notNow={differences.length === 0 || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        if (taken === undefined) return;
        void commands
          .run('reload', () => write(taken))
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <ProblemBox error={fresh.error} onRetry={() => void fresh.refetch()} />
      {fresh.isPending && <Loading />}
      {fresh.data !== undefined && (
        <LineTable
          label={t('trade.header.reload')}
          lines={differences}
          idOf={({ field }) => field}
          empty={t('trade.header.reload.same')}
          columns={[
            { id: 'field', title: t('record.conflict.field'), cell: ({ label }) => label },
            { id: 'mine', title: t('trade.header.on-document'), cell: ({ mine }) => mine || '—' },
            { id: 'theirs', title: t('trade.header.on-record'), cell: ({ theirs }) => theirs || '—' },
          ]}
        />
      )}
    </AskDialog>
  );
}
