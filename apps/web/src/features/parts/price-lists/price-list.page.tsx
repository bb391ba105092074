import { answered } from '@navette/api-client';
import { CheckCheck, Columns3, FileUp, Play, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Action } from '../../../shared/actions/actions.js';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useFormats } from '../../../shared/i18n/formats.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { AssistantPage } from '../../../shared/kit/assistant/assistant-page.js';
import { AskDialog } from '../../../shared/kit/record/ask-dialog.js';
import { RecordLoader } from '../../../shared/kit/record/record-loader.js';
import { useCommands } from '../../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../../shared/kit/record/use-record.js';
import { ProgressBar } from '../../../shared/ui/progress-bar.js';
import { useOpen, useTabSearch } from '../../../shared/work/use-work.js';
import { PriceListLines } from './price-list-lines.js';
import { PriceListTerms, useTerms } from './price-list-terms.js';
import { isWorking, listTone, type PriceList } from './price-list.js';
import css from './price-lists.module.css';
import { useSteps } from './use-steps.js';

const STEP: Readonly<Record<PriceList['state'], string>> = {
  receiving: 'file',
  reading: 'file',
  refused: 'file',
  mapping: 'columns',
  checking: 'check',
  checked: 'commit',
  committing: 'commit',
  committed: 'result',
  closed: 'result',
};

/** ST-6: one price list, from its columns to its result; it goes on while nobody looks, and is found again (WE-11). */
export default function PriceListPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'price-list',
      id,
      read: () => answered(api.GET('/api/v1/price-lists/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<PriceList>(definition);
  return <RecordLoader query={query}>{(held) => <OneList key={id} held={held} />}</RecordLoader>;
}

function OneList({ held: { data: one, etag = '' } }: { readonly held: Held<PriceList> }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const open = useOpen();
  const commands = useCommands();
  const terms = useTerms(one);
  const [search, setSearch] = useTabSearch();
  const [asking, setAsking] = useState<'commit' | 'discard'>();
  const { counts } = one;
  const ready = (counts?.new ?? 0) + (counts?.raised ?? 0) + (counts?.lowered ?? 0);
  const isMapping = one.state === 'mapping' || (one.state === 'checked' && search.get('step') === 'columns');
  const toColumns = () => {
    setSearch(new URLSearchParams({ step: 'columns' }));
  };
  const steps = useSteps(one.state === 'checked' && !isMapping ? toColumns : undefined);

  const versioned = (key: string) => ({ path: { id: one.id }, header: { 'Idempotency-Key': key, 'If-Match': etag } });
  const check = async () => {
    const done = await commands.run('check', (key) =>
      answered(api.POST('/api/v1/price-lists/{id}/check', { params: versioned(key), body: terms.body })),
    );
    if (!done) return;
    terms.forget();
    setSearch(new URLSearchParams());
  };
  const asked = {
    commit: (key: string) => answered(api.POST('/api/v1/price-lists/{id}/commit', { params: versioned(key) })),
    discard: (key: string) =>
      answered(api.DELETE('/api/v1/price-lists/{id}', { params: { path: { id: one.id }, header: { 'Idempotency-Key': key } } })), // prettier-ignore
  };
  const ask = (what: 'commit' | 'discard') => {
    commands.forget();
    setAsking(what);
  };

  const actions = actionsOf();
  return (
    <AssistantPage
      title={one.fileName}
      chip={{ tone: listTone[one.state], text: t(`price-lists.state.${one.state}`) }}
      facts={[formats.instant(one.createdAt)]}
      actions={actions}
      steps={steps}
      now={isMapping ? 'columns' : STEP[one.state]}
    >
      {isMapping ? (
        <PriceListTerms one={one} terms={terms} error={asking === undefined ? commands.error : undefined} />
      ) : isWorking(one) ? (
        <div className={css['body'] ?? ''}>
          <ProgressBar
            label={t(`price-lists.working.${one.state}`, { done: one.done, total: one.total })}
            value={one.done}
            max={Math.max(one.total, 1)}
          />
          <p className="muted">{t('price-lists.may-leave')}</p>
        </div>
      ) : one.state === 'refused' ? (
        <div className={css['body'] ?? ''}>
          <div role="alert" className={css['refused'] ?? ''}>
            <h2>{t('price-lists.refused')}</h2>
            <p>
              {one.problem !== undefined && one.problem.line > 0
                ? t('price-lists.why-of-line', { line: one.problem.line, why: one.problem.title })
                : one.problem?.title}
            </p>
          </div>
        </div>
      ) : one.state === 'closed' ? (
        <p className={css['body'] ?? ''}>{t('price-lists.closed')}</p>
      ) : (
        <PriceListLines one={one} error={asking === undefined ? commands.error : undefined} />
      )}
      {asking !== undefined && (
        <AskDialog
          title={t(`price-lists.do.${asking}`)}
          text={t(`price-lists.ask.${asking}`, {
            fresh: counts?.new ?? 0,
            changed: ready - (counts?.new ?? 0),
          })}
          confirm={t(`price-lists.do.${asking}`)}
          isOpen
          notNow={commands.isRunning}
          error={commands.error}
          onClose={() => {
            commands.forget();
            setAsking(undefined);
          }}
          onConfirm={() => {
            void commands.run(asking, asked[asking]).then((done) => {
              if (!done) return;
              terms.forget();
              setAsking(undefined);
            });
          }}
        />
      )}
    </AssistantPage>
  );

  function actionsOf(): Action[] {
    const busy = may('stock:price-list.import') ? (commands.isRunning ? t('price-lists.not-yet') : undefined) : t('price-lists.may-not'); // prettier-ignore
    const discard: Action = {
      id: 'price-list.discard',
      title: t('price-lists.do.discard'),
      icon: Trash2,
      notNow: busy,
      run: () => {
        ask('discard');
      },
    };
    if (isMapping) {
      return [
        discard,
        {
          id: 'price-list.check',
          title: t('price-lists.do.check'),
          icon: Play,
          primary: true,
          notNow: busy ?? (terms.missing && t(`price-lists.missing.${terms.missing}`)),
          run: () => void check(),
        },
      ];
    }
    if (one.state === 'refused') {
      const another = { id: 'price-list.another', title: t('price-lists.another'), icon: FileUp, primary: true };
      return [{ ...another, run: () => { open('/price-lists/new'); } }]; // prettier-ignore
    }
    if (one.state !== 'checked') return [];
    return [
      discard,
      { id: 'price-list.columns', title: t('price-lists.do.columns'), icon: Columns3, run: toColumns },
      {
        id: 'price-list.commit',
        title: t('price-lists.do.commit-count', { count: ready }),
        icon: CheckCheck,
        primary: true,
        notNow: busy ?? (ready > 0 ? undefined : t('price-lists.nothing-to-do')),
        run: () => {
          ask('commit');
        },
      },
    ];
  }
}
