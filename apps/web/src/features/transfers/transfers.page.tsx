import { answered } from '@navette/api-client';
import { useRef, useState } from 'react';
import { beep } from '../../shared/actions/beep.js';
import { useScanner } from '../../shared/actions/use-scanner.js';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { useOpen } from '../../shared/work/use-work.js';
import { OneTransfer } from './one-transfer.js';
import { transfersList } from './transfers.list.js';

/** ST-15: the list and the record, loaded together: a page more weighs on all of them (WE-10). */
export default function TransfersPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  return (params['id'] ?? '') === '' ? <Transfers /> : <OneTransfer params={params} />;
}

/** A note that is scanned, wherever the focus is, opens its transfer. */
function Transfers() {
  const t = useText();
  const api = useApi();
  const open = useOpen();
  const [error, setError] = useState<unknown>();
  const nowhere = useRef<HTMLInputElement>(null);
  const find = async (number: string) => {
    const query = { 'filter[number][eq]': number.toUpperCase() } as never;
    const [found] = (await answered(api.GET('/api/v1/station-transfers', { params: { query } }))).data.transfers;
    if (found === undefined) throw new Error(t('transfers.scan.unknown', { number }));
    beep('counted');
    open(`/transfers/${found.id}`);
  };
  useScanner(true, nowhere, (code) => {
    setError(undefined);
    find(code.trim()).catch((failure: unknown) => {
      setError(failure);
      beep('refused');
    });
  });
  return (
    <ListPage
      list={transfersList}
      notice={error === undefined ? <p className="muted">{t('transfers.scan')}</p> : <ProblemBox error={error} />}
    />
  );
}
