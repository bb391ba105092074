import { answered } from '@navette/api-client';
import { partRecord } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Action } from '../../shared/actions/actions.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import type { Held, useRecord } from '../../shared/kit/record/use-record.js';
import { PartFields } from './part-fields.js';
import { sentOf, valuesOf, type Part, type PartValues } from './part-values.js';

const TITLES: Readonly<Record<keyof PartValues, string>> = {
  reference: 'parts.reference',
  designation: 'parts.designation',
  description: 'parts.description',
  supplierPartyId: 'parts.supplier',
  manufacturerPartyId: 'parts.manufacturer',
  barcodes: 'parts.barcodes',
  ventilationCode: 'parts.ventilation',
  packagingCode: 'parts.packaging',
  vatCategory: 'parts.vat',
  state: 'parts.state',
  brandId: 'parts.brand',
  familyId: 'parts.family',
  unitId: 'parts.unit',
  locationId: 'parts.location',
  ecoFeeId: 'parts.eco-fee',
  orderingPartyId: 'parts.ordering-party',
  comment: 'parts.comment',
};

interface RecordPaneProps {
  readonly definition: Parameters<typeof useRecord<Part>>[0];
  readonly held: Held<Part>;
  /** Puts the pane into the record, with its actions. */
  readonly frame: (content: {
    readonly actions: readonly Action[];
    readonly unsaved: boolean;
    readonly children: ReactNode;
  }) => ReactNode;
}

/** ST-1, WE-12: all that is said of a part but its prices and limits, to read and to edit. */
export default function RecordPane({ definition, held, frame }: RecordPaneProps) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const part = held.data;
  const edit = useRecordForm<Part, PartValues>(definition, held, {
    schema: partRecord,
    valuesOf,
    draft: `draft.part.${part.id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/parts/{id}', {
          params: { path: { id: part.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOf(values),
        }),
      ),
  });
  const untouched = edit.isDirty ? undefined : t('parts.nothing-to-save');
  return frame({
    unsaved: edit.isDirty,
    actions: [
      { id: 'part.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: edit.discard },
      {
        id: 'part.save',
        title: t('form.save'),
        icon: Save,
        keys: 'mod+s',
        primary: true,
        notNow: may('stock:part.change') ? (edit.isSaving ? t('parts.saving') : untouched) : t('parts.may-not'),
        run: edit.save,
      },
    ],
    children: (
      <RecordForm
        edit={edit}
        differences={(mine, theirs) => {
          const other = valuesOf(theirs);
          return (Object.keys(TITLES) as (keyof PartValues)[])
            .map((name) => ({ label: t(TITLES[name]), mine: String(mine[name]), theirs: String(other[name]) }))
            .filter((one) => one.mine !== one.theirs);
        }}
      >
        <PartFields kind={part.kind} part={part} />
      </RecordForm>
    ),
  });
}
