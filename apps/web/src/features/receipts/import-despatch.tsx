import { answered, type Schema } from '@navette/api-client';
import { FileUp } from 'lucide-react';
import { useState } from 'react';
import { FileTrigger } from 'react-aria-components';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';

type Receipt = Schema<'GoodsReceipt'>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
/** Browsers name the type of a CSV file by what else is installed. */
const typeOf = ({ name, type }: File): string => (/\.csv$/i.test(name) ? 'text/csv' : type || XLSX);

/** ST-23: a supplier's despatch file makes draft receipts, all or none; each wrong row is told by line and column. */
export function ImportDespatch({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const commands = useCommands();
  const [file, setFile] = useState<File>();
  const [made, setMade] = useState<readonly Receipt[]>();
  const wrong = [...fieldErrorsOf(commands.error)].flatMap(([pointer, why]) => {
    const [, line = '', column = ''] = /^\/rows\/(\d+)(?:\/(.*))?$/.exec(pointer) ?? [];
    return line === '' ? [] : [{ id: `${pointer} ${why}`, line, column, why }];
  });
  const send = (chosen: File) =>
    commands.run(`import.${chosen.name}.${String(chosen.lastModified)}`, async (key) => {
      const { data } = await answered(
        api.POST('/api/v1/goods-receipts/import', {
          params: { header: { 'Idempotency-Key': key } },
          headers: { 'content-type': typeOf(chosen) },
          body: chosen as never,
          bodySerializer: (body: unknown) => body as Blob,
        }),
      );
      setMade(data.receipts);
    });
  return (
    <Dialog
      title={t('receipts.do.import')}
      isOpen
      size="wide"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t(made === undefined ? 'record.ask.back' : 'ui.close')}</Button>
          {made === undefined && (
            <Button
              kind="primary"
              isDisabled={file === undefined || commands.isRunning}
              onPress={() => {
                if (file !== undefined) void send(file);
              }}
            >
              {t('receipts.import.confirm')}
            </Button>
          )}
        </>
      }
    >
      <p>{t('receipts.import.text')}</p>
      {made === undefined ? (
        <>
          <FileTrigger
            acceptedFileTypes={['text/csv', XLSX]}
            onSelect={(files) => {
              commands.forget();
              setFile(files?.[0]);
            }}
          >
            <Button icon={FileUp} autoFocus>
              {file === undefined ? t('receipts.import.choose') : file.name}
            </Button>
          </FileTrigger>
          <ProblemBox error={commands.error} />
          {wrong.length > 0 && (
            <LineTable
              label={t('receipts.import.wrong')}
              lines={wrong}
              idOf={({ id }) => id}
              empty=""
              columns={[
                { id: 'line', title: t('receipts.import.line'), isNumber: true, cell: ({ line }) => line },
                { id: 'column', title: t('receipts.import.column'), cell: ({ column }) => column },
                { id: 'why', title: t('receipts.import.why'), cell: ({ why }) => why },
              ]}
            />
          )}
        </>
      ) : (
        <>
          <p role="status">{t('receipts.import.made', { count: made.length })}</p>
          <ul>
            {made.map(({ id, number, deliveryNote }) => (
              <li key={id}>
                <PageLink href={`/receipts/${id}`} className="reference">
                  {number}
                </PageLink>{' '}
                {deliveryNote}
              </li>
            ))}
          </ul>
        </>
      )}
    </Dialog>
  );
}
