import { answered } from '@navette/api-client';
import { Receipt, Truck, Undo2 } from 'lucide-react';
import { useMemo } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { usePreferences } from '../../shared/look/preferences.js';
import { filesList, type FileRow } from './files.list.js';
import { useStatusCodes } from './use-status-codes.js';

/** IN-6, IN-23: the files of the station; those that are finished are billed together, handed back with it, or sent. */
export default function FilesPage() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const { language } = usePreferences();
  const codes = useStatusCodes();
  const list = useMemo(() => filesList(language, codes), [language, codes]);
  const notNow = (rows: readonly FileRow[]) => {
    if (!may('interventions:file.bill')) return t('files.may-not');
    return rows.every(({ state }) => state === 'finished') ? undefined : t('files.bulk.not-finished');
  };
  const bill = (handBack: boolean) => ({
    each: ({ id }: FileRow, key: string) =>
      answered(
        api.POST('/api/v1/intervention-files/{id}/bill', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: { handBack },
        }),
      ),
    final: (rows: readonly FileRow[]) => t('files.bulk.final', { count: rows.length }),
  });
  return (
    <ListPage
      list={list}
      bulk={[
        { id: 'file.bill-selected', title: t('files.bulk.bill'), icon: Receipt, notNow, ...bill(false) },
        {
          id: 'file.hand-back-selected',
          title: t('files.bulk.bill-hand-back'),
          icon: Undo2,
          notNow: (rows) =>
            notNow(rows) ?? (rows.every(({ type }) => type === 'workshop') ? undefined : t('files.bulk.not-workshop')),
          ...bill(true),
        },
        {
          // ST-16: each on its own; one that can't go says why and keeps none of the others from going.
          id: 'file.ship-selected',
          title: t('files.bulk.ship'),
          icon: Truck,
          notNow: () => (may('interventions:file.ship') ? undefined : t('files.may-not')),
          final: ({ length: count }) => t('files.bulk.ship.final', { count }),
          each: ({ id }, key) =>
            answered(
              api.POST('/api/v1/intervention-files/{id}/ship', {
                params: { path: { id }, header: { 'Idempotency-Key': key } },
                body: { comment: '' },
              }),
            ),
        },
      ]}
    />
  );
}
