import { answered } from '@navette/api-client';
import { useState } from 'react';
import { useApi } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { usePreferences } from '../../shared/look/preferences.js';
import { Checkbox, ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { codeLabel, type OpenedFile } from './file-values.js';
import css from './files.module.css';
import { useStatusCodes } from './use-status-codes.js';

export type FileAct = 'status' | 'cancel' | 'finish' | 'bill' | 'ship';

interface FileDialogProps {
  readonly file: OpenedFile;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** What an action of a file asks for before it is done. */
export default function FileDialog({ act, ...props }: FileDialogProps & { readonly act: FileAct }) {
  switch (act) {
    case 'status':
      return <StatusDialog {...props} />;
    case 'cancel':
      return <CancelDialog {...props} />;
    case 'finish':
      return <FinishDialog {...props} />;
    case 'bill':
      return <BillDialog {...props} />;
    case 'ship':
      return <ShipDialog {...props} />;
  }
}

const header = (key: string) => ({ 'Idempotency-Key': key });

/** IN-22: a status that no step of the system sets. */
function StatusDialog({ file, commands, onClose }: FileDialogProps) {
  const t = useText();
  const api = useApi();
  const { language } = usePreferences();
  const [code, setCode] = useState('');
  const [comment, setComment] = useState('');
  const choices = useStatusCodes()
    .filter(({ byHand }) => byHand)
    .map((one) => ({ id: String(one.code), text: codeLabel(one, language) }));
  return (
    <AskDialog
      title={t('files.do.status')}
      confirm={t('files.do.status')}
      isOpen
      notNow={code === '' || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('status', (key) =>
            answered(
              api.POST('/api/v1/intervention-files/{id}/statuses', {
                params: { path: { id: file.id }, header: header(key) },
                body: { code: Number(code), comment },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <ChoiceInput label={t('files.status')} isRequired value={code} onChange={setCode} choices={choices} />
      <TextInput label={t('files.comment')} value={comment} onChange={setComment} lines={2} maxLength={500} />
    </AskDialog>
  );
}

/** IN-4: needs are withdrawn and nothing is billed; it is not taken back. */
function CancelDialog({ file, commands, onClose }: FileDialogProps) {
  const t = useText();
  const api = useApi();
  const [reason, setReason] = useState('');
  return (
    <AskDialog
      title={t('files.do.cancel')}
      text={t('files.cancel.text', { number: file.number })}
      confirm={t('files.do.cancel')}
      isOpen
      notNow={reason.trim() === '' || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('cancel', (key) =>
            answered(
              api.POST('/api/v1/intervention-files/{id}/cancel', {
                params: { path: { id: file.id }, header: header(key) },
                body: { reason },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <TextInput label={t('files.reason')} isRequired autoFocus value={reason} onChange={setReason} maxLength={500} />
    </AskDialog>
  );
}

/** IN-16: finished, with what was used of each line; what was planned unless said otherwise. */
function FinishDialog({ file, commands, onClose }: FileDialogProps) {
  const t = useText();
  const api = useApi();
  const open = file.lines.filter(({ state }) => state === 'open');
  const [used, setUsed] = useState<Readonly<Record<string, string>>>({});
  return (
    <AskDialog
      title={t('files.do.finish')}
      text={t('files.finish.text')}
      confirm={t('files.do.finish')}
      size="wide"
      isOpen
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const given = Object.entries(used).map(([lineId, quantity]) => ({ lineId, quantity: decimal(quantity) }));
        void commands
          .run('finish', (key) =>
            answered(
              api.POST('/api/v1/intervention-files/{id}/finish', {
                params: { path: { id: file.id }, header: header(key) },
                body: { used: given },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      {open.map((line, index) => (
        <div key={line.id} className={css['used'] ?? ''}>
          <span>
            <span className="reference">{line.reference}</span> {line.designation}
          </span>
          <TextInput
            label={t('files.used-of', { reference: line.reference })}
            inputMode="decimal"
            autoFocus={index === 0}
            value={used[line.id] ?? String(Number(line.quantity))}
            onChange={(quantity) => {
              setUsed({ ...used, [line.id]: quantity });
            }}
          />
        </div>
      ))}
      {open.length === 0 && <p className="muted">{t('files.lines.none')}</p>}
    </AskDialog>
  );
}

/** IN-16, IN-23: the file goes to billing for good; a workshop's appliance is handed back now, or to be. */
function BillDialog({ file, commands, onClose }: FileDialogProps) {
  const t = useText();
  const api = useApi();
  const [handBack, setHandBack] = useState(file.type === 'workshop');
  return (
    <AskDialog
      title={t('files.do.bill')}
      text={t('files.bill.text')}
      confirm={t('files.do.bill')}
      isOpen
      isReady
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('bill', (key) =>
            answered(
              api.POST('/api/v1/intervention-files/{id}/bill', {
                params: { path: { id: file.id }, header: header(key) },
                body: { handBack: handBack && file.type === 'workshop' },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      {file.type === 'workshop' && (
        <Checkbox isSelected={handBack} onChange={setHandBack}>
          {t('files.hand-back')}
        </Checkbox>
      )}
    </AskDialog>
  );
}

/** IN-17, ST-16: the appliance is sent back; its shuttle note follows. */
function ShipDialog({ file, commands, onClose }: FileDialogProps) {
  const t = useText();
  const api = useApi();
  const [comment, setComment] = useState('');
  return (
    <AskDialog
      title={t('files.do.ship')}
      text={t('files.ship.text')}
      confirm={t('files.do.ship')}
      isOpen
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('ship', (key) =>
            answered(
              api.POST('/api/v1/intervention-files/{id}/ship', {
                params: { path: { id: file.id }, header: header(key) },
                body: { comment },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <TextInput
        label={t('files.ship.remarks')}
        autoFocus
        value={comment}
        onChange={setComment}
        lines={2}
        maxLength={500}
      />
    </AskDialog>
  );
}
