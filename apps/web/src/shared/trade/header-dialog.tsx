import { documentHeader } from '@navette/api-schema';
import { useText } from '../i18n/use-text.js';
import { RecordForm, useRecordForm } from '../kit/record/record-form.js';
import type { Held, useRecord } from '../kit/record/use-record.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { headerDifferences, valuesOfHeader, type Header, type HeaderValues } from './document-header.js';
import { HeaderFields } from './header-fields.js';
import { useRepresentativeName } from './use-representatives.js';

/** A record that has a header. */
export interface Headed {
  readonly id: string;
  readonly header?: Header | undefined;
}

interface HeaderDialogProps<T extends Headed> {
  readonly definition: Parameters<typeof useRecord<T>>[0];
  readonly held: Held<T>;
  readonly write: (values: HeaderValues, etag: string) => Promise<Held<T>>;
  readonly onClose: () => void;
}

/** Changes the header of a document, on the document alone; who saves second is told (WE-12). */
export default function HeaderDialog<T extends Headed>({ definition, held, write, onClose }: HeaderDialogProps<T>) {
  const t = useText();
  const nameOf = useRepresentativeName();
  const edit = useRecordForm<T, HeaderValues>(definition, held, {
    schema: documentHeader,
    valuesOf: ({ header }) => valuesOfHeader(header),
    draft: `draft.header.${held.data.id}`,
    write,
  });
  const close = () => {
    edit.discard();
    onClose();
  };
  return (
    <Dialog
      title={t('trade.header.change')}
      isOpen
      size="wide"
      onClose={close}
      footer={
        <>
          <Button onPress={close}>{t('record.ask.back')}</Button>
          <Button kind="primary" isDisabled={!edit.isDirty || edit.isSaving} onPress={edit.save}>
            {t('form.save')}
          </Button>
        </>
      }
    >
      <p>{t('trade.header.change.text')}</p>
      <RecordForm
        edit={edit}
        differences={(mine, theirs) => headerDifferences(t, mine, valuesOfHeader(theirs.header), undefined, nameOf)}
      >
        <HeaderFields />
      </RecordForm>
    </Dialog>
  );
}
