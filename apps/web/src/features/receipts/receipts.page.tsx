import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { useOpen } from '../../shared/work/use-work.js';
import { receiptsList } from './receipts.list.js';

/** ST-23: goods receipts; a new one per supplier, of all that it owes. */
export default function ReceiptsPage() {
  const t = useText();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  return (
    <>
      <ListPage
        list={receiptsList}
        actions={[
          {
            id: 'receipt.new',
            title: t('receipts.new'),
            icon: PackagePlus,
            keys: 'n',
            primary: true,
            notNow: may('stock:receipt.create') ? undefined : t('receipts.may-not'),
            run: () => {
              setNew(true);
            },
          },
        ]}
      />
      {isNew && (
        <NewReceipt
          onClose={() => {
            setNew(false);
          }}
        />
      )}
    </>
  );
}

function NewReceipt({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const open = useOpen();
  const commands = useCommands();
  const [supplierPartyId, setSupplier] = useState('');
  const [deliveryNote, setDeliveryNote] = useState('');
  const { data } = useQuery({
    queryKey: ['suppliers'],
    queryFn: async () => {
      const query = { 'filter[kind][in]': 'supplier,manufacturer', limit: 200 };
      return (await answered(api.GET('/api/v1/parties', { params: { query } }))).data.parties;
    },
  });
  return (
    <AskDialog
      title={t('receipts.new')}
      text={t('receipts.new.text')}
      confirm={t('receipts.new.confirm')}
      isOpen
      notNow={supplierPartyId === '' || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands.run('create', async (key) => {
          const { data: receipt } = await answered(
            api.POST('/api/v1/goods-receipts', {
              params: { header: { 'Idempotency-Key': key } },
              body: { supplierPartyId, deliveryNote, pull: 'all' },
            }),
          );
          onClose();
          open(`/receipts/${receipt.id}`);
        });
      }}
    >
      <ChoiceInput
        label={t('receipts.supplier')}
        isRequired
        value={supplierPartyId}
        onChange={setSupplier}
        choices={(data ?? []).map(({ id, name }) => ({ id, text: name }))}
      />
      <TextInput
        label={t('receipts.delivery-note')}
        value={deliveryNote}
        onChange={setDeliveryNote}
        maxLength={60}
        autoComplete="off"
      />
    </AskDialog>
  );
}
