import { answered, type Schema } from '@navette/api-client';
import { newParty } from '@navette/api-schema';
import { useState } from 'react';
import { useApi } from '../api/session.js';
import { useText } from '../i18n/use-text.js';
import { LineTable } from '../kit/record/line-table.js';
import { useCommands } from '../kit/record/use-commands.js';
import { useRecord } from '../kit/record/use-record.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { Checkbox } from '../ui/fields.js';
import { ProblemBox } from '../ui/problem-box.js';
import {
  headerDifferences,
  IDENTITY,
  identityOf,
  partyWith,
  valuesOfHeader,
  type Header,
  type HeaderField,
} from './document-header.js';

type Party = Schema<'Party'>;

interface UpdatePartyDialogProps {
  readonly partyId: string;
  readonly before: Header | undefined;
  readonly now: Header;
  readonly onClose: () => void;
}

/** Proposes what was changed of the person on a document to the person's record; nothing where the record says so already. */
export default function UpdatePartyDialog({ partyId, before, now, onClose }: UpdatePartyDialogProps) {
  const t = useText();
  const api = useApi();
  const commands = useCommands();
  const [left, setLeft] = useState<readonly HeaderField[]>([]);
  const { data: held } = useRecord<Party>({
    kind: 'party',
    id: partyId,
    read: () => answered(api.GET('/api/v1/parties/{id}', { params: { path: { id: partyId } } })),
  });
  if (held === undefined) return null;
  const touched = headerDifferences(t, valuesOfHeader(now), valuesOfHeader(before), IDENTITY).map(({ field }) => field);
  const differences = headerDifferences(t, valuesOfHeader(now), identityOf(held.data), touched);
  if (differences.length === 0) return null;
  const chosen = differences.map(({ field }) => field).filter((field) => !left.includes(field));
  const update = () => {
    const party = partyWith(held.data, now, chosen);
    const given = Object.keys(newParty.shape).map((name) => [name, party[name as keyof Party]] as const);
    const body = Object.fromEntries(given.filter(([, value]) => value !== undefined)) as never;
    void commands
      .run('update-party', (key) =>
        answered(
          api.PUT('/api/v1/parties/{id}', {
            params: { path: { id: partyId }, header: { 'If-Match': held.etag ?? '', 'Idempotency-Key': key } },
            body,
          }),
        ),
      )
      .then((done) => {
        if (done) onClose();
      });
  };
  return (
    <Dialog
      title={t('trade.header.propose')}
      isOpen
      size="wide"
      onClose={onClose}
      footer={
        <>
          <Button onPress={onClose}>{t('trade.header.propose.not')}</Button>
          <Button kind="primary" autoFocus isDisabled={chosen.length === 0 || commands.isRunning} onPress={update}>
            {t('trade.header.propose.do')}
          </Button>
        </>
      }
    >
      <p>{t('trade.header.propose.text')}</p>
      <ProblemBox error={commands.error} />
      <LineTable
        label={t('trade.header.propose')}
        lines={differences}
        idOf={({ field }) => field}
        empty=""
        columns={[
          {
            id: 'field',
            title: t('record.conflict.field'),
            cell: ({ field, label }) => (
              <Checkbox
                isSelected={!left.includes(field)}
                onChange={(on) => {
                  setLeft(on ? left.filter((one) => one !== field) : [...left, field]);
                }}
              >
                {label}
              </Checkbox>
            ),
          },
          { id: 'theirs', title: t('trade.header.on-record'), cell: ({ theirs }) => theirs || '—' },
          { id: 'mine', title: t('trade.header.on-document'), cell: ({ mine }) => mine || '—' },
        ]}
      />
    </Dialog>
  );
}
