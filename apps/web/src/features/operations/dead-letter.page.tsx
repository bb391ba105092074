import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { Gavel, RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { letterTone, type DeadLetterRow } from './dead-letters.list.js';
import { SERVICES } from '../../shared/api/services.js';
import { LOOK_MS } from './use-look.js';

/** WE-9: one message that could not be handled: handled once more, or closed by hand with the reason. */
export default function DeadLetterPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const service = SERVICES.find((one) => one === params['service']) ?? 'stock';
  const query = useQuery({
    queryKey: ['record', 'dead-letter', service, id],
    // What it is replayed to is told by nobody; one that is closed stays so.
    refetchInterval: ({ state }) => (state.data?.data.state === 'open' ? LOOK_MS : false),
    queryFn: () =>
      answered(api.GET('/api/v1/operations/{service}/dead-letters/{id}', { params: { path: { service, id } } })).then(
        ({ data, etag }) => ({ data: { ...data, service, version: data.state }, etag }),
      ),
  });
  return <RecordLoader query={query}>{({ data }) => <OneLetter key={id} letter={data} />}</RecordLoader>;
}

function OneLetter({ letter }: { readonly letter: DeadLetterRow }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const commands = useCommands();
  const [isResolving, setResolving] = useState(false);
  const [note, setNote] = useState('');
  const path = { service: letter.service, id: letter.id };
  const unless = (right: string) => {
    if (!may(`operations:dead-letter.${right}`)) return t('operations.may-not');
    return letter.state === 'open' ? undefined : t(`operations.letter.state.${letter.state}`);
  };
  const close = () => {
    commands.forget();
    setResolving(false);
  };
  return (
    <RecordPage
      title={letter.messageType.split('.').at(-1) ?? letter.messageType}
      chip={{ tone: letterTone[letter.state], text: t(`operations.letter.state.${letter.state}`) }}
      facts={[t(`trade.service.${letter.service}`), letter.consumer, formats.instant(letter.createdAt)]}
      actions={[
        {
          id: 'letter.resolve',
          title: t('operations.do.close'),
          icon: Gavel,
          notNow: unless('resolve'),
          run: () => {
            commands.forget();
            setResolving(true);
          },
        },
        {
          id: 'letter.retry',
          title: t('operations.do.replay'),
          icon: RotateCw,
          keys: 'r',
          primary: true,
          notNow: commands.isRunning ? t('operations.running') : unless('retry'),
          run: () =>
            void commands.run('retry', () =>
              answered(api.POST('/api/v1/operations/{service}/dead-letters/{id}/retry', { params: { path } })),
            ),
        },
      ]}
      side={<Timeline service={letter.service} entityType="dead-letter" id={letter.id} version={letter.version} />}
    >
      {!isResolving && <ProblemBox error={commands.error} />}
      <Section title={t('operations.letter.about')}>
        <Facts
          facts={[
            [
              t('operations.letter.message'),
              <span key="type" className="reference">
                {letter.messageType}
              </span>,
            ],
            [
              t('operations.letter.id'),
              <span key="id" className="reference">
                {letter.messageId}
              </span>,
            ],
            [
              t('operations.letter.consumer'),
              <span key="consumer" className="reference">
                {letter.consumer}
              </span>,
            ],
            [t('operations.letter.failures'), formats.count(letter.failures)],
            [t('operations.letter.error'), letter.error],
          ]}
        />
      </Section>
      <AskDialog
        title={t('operations.do.close')}
        text={t('operations.close.text')}
        confirm={t('operations.do.close')}
        isOpen={isResolving}
        notNow={note.trim() === '' || commands.isRunning}
        error={commands.error}
        onClose={close}
        onConfirm={() => {
          void commands
            .run('resolve', () =>
              answered(
                api.POST('/api/v1/operations/{service}/dead-letters/{id}/resolve', {
                  params: { path },
                  body: { note },
                }),
              ),
            )
            .then((done) => {
              if (done) close();
            });
        }}
      >
        <TextInput label={t('operations.note')} isRequired autoFocus value={note} onChange={setNote} lines={2} />
      </AskDialog>
    </RecordPage>
  );
}
