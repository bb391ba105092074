import { answered } from '@navette/api-client';
import { useState, type ReactNode } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Facts } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { PartyPicker } from '../../shared/trade/party-picker.js';
import { PriceSteps, WhyPrice, type PriceExplanation } from '../../shared/trade/why-price.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import type { Part } from './part-values.js';

/** ST-4, ST-5: what a part costs and sells for, why, and what a customer pays. */
export function PartPrices({ part }: { readonly part: Part }) {
  const t = useText();
  const formats = useFormats();
  const [asksCustomer, askCustomer] = useState(false);
  const explained = useExplained(part.id, '');
  const why = (name: string, price: string, explanation: PriceExplanation | undefined): [string, ReactNode] => [
    name,
    <WhyPrice
      key={name}
      of={`${part.reference} · ${name}`}
      explanation={explanation}
      price={formats.money(price) || t('parts.to-set-up')}
    />,
  ];
  return (
    <Section title={t('parts.prices')}>
      <Facts
        facts={[
          [t('parts.purchase-price'), formats.money(part.purchasePrice)],
          [t('parts.list-price'), formats.money(part.listPrice)],
          why(t('parts.public-price'), part.publicPrice, explained?.public),
          why(t('parts.professional-price', { n: 1 }), part.professionalPrice1, explained?.professional1),
          why(t('parts.professional-price', { n: 2 }), part.professionalPrice2, explained?.professional2),
          [t('parts.price-fixed'), part.priceFixed && t('parts.yes')],
          [
            t('parts.customer-price'),
            <Button
              key="ask"
              onPress={() => {
                askCustomer(true);
              }}
            >
              {t('parts.customer-price.ask')}
            </Button>,
          ],
        ]}
      />
      {asksCustomer && (
        <CustomerPrice
          part={part}
          onClose={() => {
            askCustomer(false);
          }}
        />
      )}
    </Section>
  );
}

/** PA-3: the price for one customer, by its own coefficients and discounts. */
function CustomerPrice({ part, onClose }: { readonly part: Part; readonly onClose: () => void }) {
  const t = useText();
  const [customer, setCustomer] = useState('');
  const explained = useExplained(part.id, customer);
  return (
    <Dialog
      title={t('parts.customer-price.of', { reference: part.reference })}
      isOpen
      onClose={onClose}
      footer={<Button onPress={onClose}>{t('ui.close')}</Button>}
    >
      <PartyPicker label={t('parts.customer')} value={customer} onChange={setCustomer} autoFocus />
      {customer !== '' && explained?.customer && <PriceSteps explanation={explained.customer} />}
    </Dialog>
  );
}

function useExplained(partId: string, customerPartyId: string) {
  const api = useApi();
  return useRelated(['prices', partId, customerPartyId], ['part', 'party'], true, async () => {
    const params = { path: { id: partId }, query: customerPartyId === '' ? {} : { customerPartyId } };
    return (await answered(api.GET('/api/v1/parts/{id}/prices', { params }))).data;
  });
}
