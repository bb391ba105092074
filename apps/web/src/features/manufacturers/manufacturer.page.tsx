import { answered } from '@navette/api-client';
import { listedManufacturer } from '@navette/api-schema';
import { RotateCcw, Save, Trash2 } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useTab } from '../../shared/work/use-work.js';
import { ManufacturerFields } from './manufacturer-fields.js';
import type { Manufacturer } from './manufacturers.list.js';

const FIELDS = ['alphaCode', 'name', 'machineClientId', 'documentationUrl'] as const;
type Values = Pick<Manufacturer, (typeof FIELDS)[number]>;
const valuesOf = (manufacturer: Manufacturer): Values =>
  Object.fromEntries(FIELDS.map((name) => [name, manufacturer[name]])) as Values;

/** PA-10: what a manufacturer is called in every station of the network. */
export default function ManufacturerPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'manufacturer',
      id,
      read: () => answered(api.GET('/api/v1/manufacturers/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const { data: held, error, refetch } = useRecord<Manufacturer>(definition);
  useTab(held?.data.name ?? '');
  if (held === undefined) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  return <ManufacturerRecord key={id} definition={definition} held={held} />;
}

interface RecordProps {
  readonly definition: Parameters<typeof useRecord<Manufacturer>>[0];
  readonly held: Held<Manufacturer>;
}

function ManufacturerRecord({ definition, held }: RecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay()('parties:manufacturer.list');
  const { id, version, name, alphaCode } = held.data;
  const edit = useRecordForm<Manufacturer, Values>(definition, held, {
    schema: listedManufacturer,
    valuesOf,
    draft: `draft.manufacturer.${id}`,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/manufacturers/{id}', {
          params: { path: { id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const { isDirty, isSaving, save, discard } = edit;
  const commands = useCommands();
  const [asking, setAsking] = useState(false);
  const { close } = useTab(name, isDirty);
  const remove = async () => {
    const gone = await commands.run('remove', (key) =>
      answered(
        api.DELETE('/api/v1/manufacturers/{id}', {
          params: { path: { id }, header: { 'If-Match': held.etag ?? '', 'Idempotency-Key': key } },
        }),
      ),
    );
    if (gone) close();
  };
  const untouched = isDirty ? undefined : t('manufacturers.nothing-to-save');
  return (
    <RecordPage
      title={name}
      facts={[alphaCode]}
      unsaved={isDirty}
      actions={[
        {
          id: 'manufacturer.remove',
          title: t('manufacturers.remove'),
          icon: Trash2,
          notNow: may ? undefined : t('manufacturers.may-not'),
          run: () => {
            setAsking(true);
          },
        },
        { id: 'manufacturer.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: discard },
        {
          id: 'manufacturer.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: !may ? t('manufacturers.may-not') : isSaving ? t('manufacturers.saving') : untouched,
          run: save,
        },
      ]}
      side={<Timeline service="parties" entityType="manufacturer" id={id} version={version} />}
    >
      <RecordForm
        edit={edit}
        differences={(mine, theirs) =>
          FIELDS.map((field) => ({
            label: t(`manufacturers.${field}`),
            mine: mine[field],
            theirs: theirs[field],
          })).filter((line) => line.mine !== line.theirs)
        }
      >
        <ManufacturerFields mayEdit={may} />
      </RecordForm>
      <AskDialog
        title={t('manufacturers.remove.title', { name })}
        text={t('manufacturers.remove.text')}
        confirm={t('manufacturers.remove')}
        isOpen={asking}
        notNow={commands.isRunning}
        error={commands.error}
        onConfirm={() => void remove()}
        onClose={() => {
          setAsking(false);
          commands.forget();
        }}
      />
    </RecordPage>
  );
}
