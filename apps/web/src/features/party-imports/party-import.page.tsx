import { answered } from '@navette/api-client';
import { CheckCheck, Columns3, FileUp, Play, Undo2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import type { Action } from '../../shared/actions/actions.js';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AssistantPage } from '../../shared/kit/assistant/assistant-page.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { ProgressBar } from '../../shared/ui/progress-bar.js';
import { useOpen, useTabSearch } from '../../shared/work/use-work.js';
import { ImportLines } from './import-lines.js';
import { ColumnMapping, useMapping } from './column-mapping.js';
import { importTone, isWorking, type Choice, type PartyImport } from './party-import.js';
import css from './party-imports.module.css';
import { useSteps } from './use-steps.js';

const STEP: Readonly<Record<PartyImport['state'], string>> = {
  reading: 'file',
  refused: 'file',
  mapping: 'columns',
  checking: 'check',
  checked: 'commit',
  committing: 'commit',
  committed: 'result',
  undoing: 'result',
  undone: 'result',
  closed: 'result',
};

/** PA-15: one import, from its columns to its result; it goes on while nobody looks, and is found again (WE-11). */
export default function PartyImportPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'party-import',
      id,
      read: () => answered(api.GET('/api/v1/party-imports/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<PartyImport>(definition);
  return <RecordLoader query={query}>{(held) => <OneImport key={id} held={held} />}</RecordLoader>;
}

function OneImport({ held: { data: one, etag = '' } }: { readonly held: Held<PartyImport> }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const open = useOpen();
  const commands = useCommands();
  const mapping = useMapping(one);
  const [search, setSearch] = useTabSearch();
  const [isUndoing, setUndoing] = useState(false);
  const { counts } = one;
  const ready = (counts?.new ?? 0) + (counts?.update ?? 0);
  const isMapping = one.state === 'mapping' || (one.state === 'checked' && search.get('step') === 'columns');
  const steps = useSteps(
    one.state === 'checked' && !isMapping
      ? () => {
          setSearch(new URLSearchParams({ step: 'columns' }));
        }
      : undefined,
  );

  const versioned = (key: string) => ({
    path: { id: one.id },
    header: { 'Idempotency-Key': key, 'If-Match': etag },
  });
  const check = () =>
    commands
      .run('check', (key) =>
        answered(
          api.POST('/api/v1/party-imports/{id}/check', {
            params: versioned(key),
            body: { columns: mapping.columns, defaultKind: mapping.defaultKind },
          }),
        ),
      )
      .then((done) => {
        if (!done) return;
        mapping.forget();
        setSearch(new URLSearchParams());
      });
  const choose = (choice: Choice, lines: number[] = [], partyId = '') =>
    commands.run(`choose ${choice} ${lines.join()} ${partyId}`, (key) =>
      answered(
        api.POST('/api/v1/party-imports/{id}/choices', {
          params: versioned(key),
          body: { choice, lines, partyId },
        }),
      ),
    );
  const commit = (lines: number[] = []) =>
    commands.run(`commit ${lines.join()}`, (key) =>
      answered(api.POST('/api/v1/party-imports/{id}/commit', { params: versioned(key), body: { lines } })),
    );
  const undo = () =>
    commands.run('undo', (key) => answered(api.POST('/api/v1/party-imports/{id}/undo', { params: versioned(key) })));

  const actions = actionsOf();
  return (
    <AssistantPage
      title={one.fileName}
      chip={{ tone: importTone[one.state], text: t(`party-imports.state.${one.state}`) }}
      facts={[formats.instant(one.createdAt)]}
      actions={actions}
      steps={steps}
      now={isMapping ? 'columns' : STEP[one.state]}
    >
      {isMapping ? (
        <ColumnMapping one={one} mapping={mapping} error={commands.error} />
      ) : isWorking(one) ? (
        <div className={css['body'] ?? ''}>
          <ProgressBar
            label={t(`party-imports.working.${one.state}`, { done: one.done, total: one.total })}
            value={one.done}
            max={Math.max(one.total, 1)}
          />
          <p className="muted">{t('party-imports.may-leave')}</p>
        </div>
      ) : one.state === 'refused' ? (
        <div className={css['body'] ?? ''}>
          <div role="alert" className={css['refused'] ?? ''}>
            <h2>{t('party-imports.refused')}</h2>
            <p>
              {one.problem !== undefined && one.problem.line > 0
                ? t('party-imports.why-of', {
                    column: t('party-imports.line-number', { line: one.problem.line }),
                    why: one.problem.title,
                  })
                : one.problem?.title}
            </p>
          </div>
        </div>
      ) : one.state === 'closed' ? (
        <p className={css['body'] ?? ''}>{t('party-imports.closed')}</p>
      ) : (
        <ImportLines
          one={one}
          error={isUndoing ? undefined : commands.error}
          isRunning={commands.isRunning}
          choose={choose}
          commit={commit}
        />
      )}
      <AskDialog
        title={t('party-imports.do.undo')}
        text={t('party-imports.undo.text', { count: counts?.committed ?? 0 })}
        confirm={t('party-imports.do.undo')}
        isOpen={isUndoing}
        notNow={commands.isRunning}
        error={commands.error}
        onClose={() => {
          commands.forget();
          setUndoing(false);
        }}
        onConfirm={() => {
          void undo().then((done) => {
            if (done) setUndoing(false);
          });
        }}
      />
    </AssistantPage>
  );

  function actionsOf(): Action[] {
    const busy = commands.isRunning ? t('party-imports.not-yet') : undefined;
    if (isMapping) {
      return [
        {
          id: 'party-import.check',
          title: t('party-imports.do.check'),
          icon: Play,
          primary: true,
          notNow: busy ?? (mapping.hasName ? undefined : t('party-imports.name-needed')),
          run: () => void check(),
        },
      ];
    }
    if (one.state === 'refused') {
      return [
        {
          id: 'party-import.another',
          title: t('party-imports.another'),
          icon: FileUp,
          primary: true,
          run: () => {
            open('/party-imports/new');
          },
        },
      ];
    }
    const [checked, committed] = [one.state === 'checked', one.state === 'committed'];
    if (!checked && !committed) return [];
    return [
      ...(checked
        ? [
            {
              id: 'party-import.columns',
              title: t('party-imports.do.columns'),
              icon: Columns3,
              run: () => {
                setSearch(new URLSearchParams({ step: 'columns' }));
              },
            },
          ]
        : [
            {
              id: 'party-import.undo',
              title: t('party-imports.do.undo'),
              icon: Undo2,
              notNow: busy ?? ((counts?.committed ?? 0) > 0 ? undefined : t('party-imports.undo.nothing')),
              run: () => {
                commands.forget();
                setUndoing(true);
              },
            },
          ]),
      {
        id: 'party-import.commit',
        title: ready > 0 ? t('party-imports.do.commit', { count: ready }) : t('party-imports.do.commit-none'),
        icon: CheckCheck,
        primary: checked || ready > 0,
        notNow: busy ?? (ready > 0 ? undefined : t((counts?.undecided ?? 0) > 0 ? 'party-imports.decide-first' : 'party-imports.nothing-good')), // prettier-ignore
        run: () => void commit(),
      },
    ];
  }
}
