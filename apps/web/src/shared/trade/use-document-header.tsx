import { answered } from '@navette/api-client';
import { FilePenLine, RefreshCw } from 'lucide-react';
import { lazy, Suspense, useState, type ReactNode } from 'react';
import type { Action } from '../actions/actions.js';
import { useMay } from '../api/session.js';
import { useText } from '../i18n/use-text.js';
import { Facts } from '../kit/record/line-table.js';
import { Section } from '../kit/record/record-page.js';
import type { Held, useRecord } from '../kit/record/use-record.js';
import { headerText, sentOfHeader, valuesOfHeader, type Header, type HeaderField } from './document-header.js';
import type TypedHeaderDialog from './header-dialog.js';
import type { Headed } from './header-dialog.js';
import { useRepresentativeName } from './use-representatives.js';

// A form with its rules weighs more than the page of a document: it comes when somebody changes the header.
// (React's `lazy` forgets that the dialog is generic.)
const HeaderDialog = lazy(() => import('./header-dialog.js')) as unknown as typeof TypedHeaderDialog;
const ReloadDialog = lazy(() => import('./reload-dialog.js'));
const UpdatePartyDialog = lazy(() => import('./update-party-dialog.js'));

const SHOWN: readonly HeaderField[] = [
  'civility',
  'name',
  'firstName',
  'phone',
  'email',
  'mainAddress',
  'billingAddress',
  'deliveryAddress',
  'paymentDays',
  'dayOfMonth',
  'paymentMethod',
  'footerDiscount',
  'vatRegime',
  'printTemplate',
  'printCopies',
  'chorusServiceCode',
  'representativeId',
];

interface DocumentHeaderProps<T extends Headed> {
  readonly definition: Parameters<typeof useRecord<T>>[0];
  readonly held: Held<T>;
  readonly partyId: string;
  /** Why it can't be changed; undefined where it can. */
  readonly mayNot: string | undefined;
  readonly write: (header: Header, etag: string) => ReturnType<typeof answered>;
}

/**
 * PA-19: whom a document is for and how it is paid, shown, changed and taken anew from the party's record; what was changed of
 * the person is proposed to the record, never written there unasked.
 * @returns actions for the ribbon of the document, and the section that shows the header with its dialogs
 */
export function useDocumentHeader<T extends Headed>(
  props: DocumentHeaderProps<T>,
): {
  readonly actions: readonly Action[];
  readonly section: ReactNode;
} {
  const { definition, held, partyId, mayNot } = props;
  const t = useText();
  const may = useMay();
  const nameOf = useRepresentativeName();
  const [asked, setAsked] = useState<'change' | 'reload'>();
  const [changed, setChanged] = useState<{ readonly before: Header | undefined; readonly now: Header }>();
  const close = () => {
    setAsked(undefined);
  };
  const write = async (header: Header, etag: string): Promise<Held<T>> => {
    await props.write(header, etag);
    return definition.read();
  };
  const values = valuesOfHeader(held.data.header);
  const section = (
    <Section title={t('trade.header')}>
      {held.data.header === undefined ? (
        <p className="muted">{t('trade.header.none')}</p>
      ) : (
        <Facts
          facts={[
            ...SHOWN.map((field) => [t(`trade.header.${field}`), headerText(t, values, field, nameOf)] as const),
            [t('trade.header.endOfMonth'), values.endOfMonth && t('trade.header.yes')],
          ]}
        />
      )}
      <Suspense>
        {asked === 'change' && (
          <HeaderDialog
            definition={definition}
            held={held}
            onClose={close}
            write={async (typed, etag) => {
              const before = held.data.header;
              const saved = await write(sentOfHeader(typed), etag);
              if (saved.data.header !== undefined) setChanged({ before, now: saved.data.header });
              close();
              return saved;
            }}
          />
        )}
        {asked === 'reload' && (
          <ReloadDialog
            partyId={partyId}
            header={held.data.header}
            onClose={close}
            write={(header) => write(header, held.etag ?? '')}
          />
        )}
        {changed !== undefined && may('parties:party.change') && (
          <UpdatePartyDialog
            partyId={partyId}
            {...changed}
            onClose={() => {
              setChanged(undefined);
            }}
          />
        )}
      </Suspense>
    </Section>
  );
  const actions: readonly Action[] = [
    {
      id: 'header.change',
      title: t('trade.header.change'),
      icon: FilePenLine,
      keys: 'e',
      notNow: mayNot,
      run: () => {
        setAsked('change');
      },
    },
    {
      id: 'header.reload',
      title: t('trade.header.reload'),
      icon: RefreshCw,
      notNow: mayNot ?? (may('parties:party.read') ? undefined : t('trade.header.may-not-read')),
      run: () => {
        setAsked('reload');
      },
    },
  ];
  return { actions, section };
}
