import { answered } from '@navette/api-client';
import { FileUp, PackagePlus } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useParties } from '../../shared/trade/use-choices.js';
import { Checkbox, ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { useOpen } from '../../shared/work/use-work.js';
import { ImportDespatch } from './import-despatch.js';
import { isPullOpen, PULL_ALL, PullChoice } from './pull-choice.js';
import { receiptsList } from './receipts.list.js';

/** ST-23: goods receipts; a new one per supplier, of all that it owes. */
export default function ReceiptsPage() {
  const t = useText();
  const may = useMay();
  const [asked, ask] = useState<'new' | 'import'>();
  const close = () => {
    ask(undefined);
  };
  return (
    <>
      <ListPage
        list={receiptsList}
        actions={[
          {
            id: 'receipt.import',
            title: t('receipts.do.import'),
            icon: FileUp,
            keys: 'i',
            notNow: may('stock:receipt.import') ? undefined : t('receipts.may-not'),
            run: () => {
              ask('import');
            },
          },
          {
            id: 'receipt.new',
            title: t('receipts.new'),
            icon: PackagePlus,
            keys: 'n',
            primary: true,
            notNow: may('stock:receipt.create') ? undefined : t('receipts.may-not'),
            run: () => {
              ask('new');
            },
          },
        ]}
      />
      {asked === 'new' && <NewReceipt onClose={close} />}
      {asked === 'import' && <ImportDespatch onClose={close} />}
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
  const [isBlank, setBlank] = useState(false);
  const [pull, setPull] = useState(PULL_ALL);
  const suppliers = useParties('supplier', 'manufacturer');
  return (
    <AskDialog
      title={t('receipts.new')}
      text={t('receipts.new.text')}
      confirm={t('receipts.new.confirm')}
      isOpen
      notNow={supplierPartyId === '' || (!isBlank && isPullOpen(pull)) || commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands.run('create', async (key) => {
          const { data: receipt } = await answered(
            api.POST('/api/v1/goods-receipts', {
              params: { header: { 'Idempotency-Key': key } },
              body: { supplierPartyId, deliveryNote, ...(isBlank ? { pull: 'none' as const } : pull) },
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
        choices={suppliers}
      />
      <Checkbox isSelected={isBlank} onChange={setBlank}>
        {t('receipts.new.blank')}
      </Checkbox>
      {!isBlank && <PullChoice supplierPartyId={supplierPartyId} value={pull} onChange={setPull} />}
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
