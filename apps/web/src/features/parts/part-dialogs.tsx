import { answered } from '@navette/api-client';
import { useState } from 'react';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import { decimal, plain } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { Fields } from '../../shared/kit/record/record-page.js';
import type { useCommands } from '../../shared/kit/record/use-commands.js';
import { DEPOT, placeIdOf, usePlaces } from '../../shared/trade/use-places.js';
import { Checkbox, ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import type { Part } from './part-values.js';

interface PartDialogProps {
  readonly part: Part;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** ST-4, ST-5: purchase and list price; the public price fixed by hand, or computed again. */
export function PricesDialog({ part, commands, onClose }: PartDialogProps) {
  const t = useText();
  const api = useApi();
  const [purchasePrice, setPurchase] = useState(plain(part.purchasePrice));
  const [listPrice, setList] = useState(plain(part.listPrice));
  const [priceFixed, setFixed] = useState(part.priceFixed);
  const [publicPrice, setPublic] = useState(plain(part.publicPrice));
  const errors = fieldErrorsOf(commands.error);
  return (
    <AskDialog
      title={t('parts.do.prices')}
      text={t('parts.prices.text')}
      confirm={t('parts.save')}
      isOpen
      notNow={commands.isRunning || (priceFixed && publicPrice.trim() === '')}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const body = {
          purchasePrice: decimal(purchasePrice),
          listPrice: decimal(listPrice),
          priceFixed,
          publicPrice: priceFixed ? decimal(publicPrice) : '',
        };
        void commands
          .run('prices', (key) =>
            answered(
              api.PUT('/api/v1/parts/{id}/prices', {
                params: { path: { id: part.id }, header: { 'Idempotency-Key': key } },
                body,
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <Fields>
        <TextInput
          label={t('parts.purchase-price')}
          inputMode="decimal"
          autoFocus
          value={purchasePrice}
          onChange={setPurchase}
          error={errors.get('/purchasePrice')}
        />
        <TextInput
          label={t('parts.list-price')}
          inputMode="decimal"
          value={listPrice}
          onChange={setList}
          error={errors.get('/listPrice')}
        />
      </Fields>
      <Checkbox isSelected={priceFixed} onChange={setFixed}>
        {t('parts.price-fixed')}
      </Checkbox>
      {priceFixed && (
        <TextInput
          label={t('parts.public-price')}
          inputMode="decimal"
          isRequired
          value={publicPrice}
          onChange={setPublic}
          error={errors.get('/publicPrice')}
        />
      )}
    </AskDialog>
  );
}

/** ST-20: below its minimum replenishment proposes the part, up to its maximum. */
export function LimitsDialog({ part, commands, onClose }: PartDialogProps) {
  const t = useText();
  const api = useApi();
  const [minQuantity, setMin] = useState(plain(part.minQuantity));
  const [maxQuantity, setMax] = useState(plain(part.maxQuantity));
  const errors = fieldErrorsOf(commands.error);
  return (
    <AskDialog
      title={t('parts.do.limits')}
      text={t('parts.limits.text')}
      confirm={t('parts.save')}
      isOpen
      notNow={commands.isRunning}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('limits', (key) =>
            answered(
              api.PUT('/api/v1/parts/{id}/limits', {
                params: { path: { id: part.id }, header: { 'Idempotency-Key': key } },
                body: { minQuantity: decimal(minQuantity), maxQuantity: decimal(maxQuantity) },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <Fields>
        <TextInput
          label={t('parts.min')}
          inputMode="decimal"
          autoFocus
          value={minQuantity}
          onChange={setMin}
          error={errors.get('/minQuantity')}
        />
        <TextInput
          label={t('parts.max')}
          inputMode="decimal"
          value={maxQuantity}
          onChange={setMax}
          error={errors.get('/maxQuantity')}
        />
      </Fields>
    </AskDialog>
  );
}

/** ST-10: in or out, with its reason; what comes in goes to whoever waits. */
export function CorrectionDialog({ part, commands, onClose }: PartDialogProps) {
  const t = useText();
  const api = useApi();
  const [quantity, setQuantity] = useState('');
  const [reason, setReason] = useState('');
  const [unitCost, setCost] = useState('');
  const [placeId, setPlace] = useState<string>(DEPOT);
  const places = usePlaces();
  const errors = fieldErrorsOf(commands.error);
  return (
    <AskDialog
      title={t('parts.do.correct')}
      text={t('parts.correct.text')}
      confirm={t('parts.save')}
      isOpen
      notNow={commands.isRunning || quantity.trim() === '' || reason.trim() === ''}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        const where = { partId: part.id, placeId: placeIdOf(placeId) };
        const body = { ...where, quantity: decimal(quantity), reason, unitCost: decimal(unitCost) };
        void commands
          .run('correct', (key) =>
            answered(api.POST('/api/v1/stock-corrections', { params: { header: { 'Idempotency-Key': key } }, body })),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <Fields>
        <TextInput
          label={t('parts.correct.quantity')}
          hint={part.unitCode}
          inputMode="decimal"
          isRequired
          autoFocus
          value={quantity}
          onChange={setQuantity}
          error={errors.get('/quantity')}
        />
        <TextInput
          label={t('parts.correct.cost')}
          inputMode="decimal"
          value={unitCost}
          onChange={setCost}
          error={errors.get('/unitCost')}
        />
        {places.length > 1 && (
          <ChoiceInput
            label={t('parts.places.place')}
            value={placeId}
            choices={places}
            onChange={setPlace}
            error={errors.get('/placeId')}
          />
        )}
      </Fields>
      <TextInput
        label={t('parts.correct.reason')}
        isRequired
        maxLength={200}
        value={reason}
        onChange={setReason}
        error={errors.get('/reason')}
      />
    </AskDialog>
  );
}
