import type { Schema } from '@navette/api-client';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';
import { percentOf } from '../i18n/decimals.js';
import { useFormats } from '../i18n/formats.js';
import { useText } from '../i18n/use-text.js';
import { usePartyNames } from '../kit/record/use-related.js';
import { Button } from '../ui/button.js';
import { Dialog } from '../ui/dialog.js';
import { PageLink } from '../work/page-link.js';
import css from './why-price.module.css';

export type PriceExplanation = Schema<'PriceExplanation'>;

interface WhyPriceProps {
  /** What is priced: "PL-00106 · Public". */
  readonly of: string;
  /** None where somebody typed the price, which is the only reason then. */
  readonly explanation: PriceExplanation | undefined;
  /** As it is shown. */
  readonly price: string;
}

/** ST-5: a price that says on a click why it is what it is. */
export function WhyPrice({ of, explanation, price }: WhyPriceProps) {
  const t = useText();
  const [isOpen, open] = useState(false);
  if (explanation === undefined) return <>{price}</>;
  const close = () => {
    open(false);
  };
  return (
    <>
      <AriaButton
        className={css['price'] ?? ''}
        aria-label={`${price} · ${t('trade.why.of', { of })}`}
        onPress={() => {
          open(true);
        }}
      >
        {price}
      </AriaButton>
      {isOpen && (
        <Dialog
          title={t('trade.why.of', { of })}
          isOpen
          onClose={close}
          footer={
            <Button autoFocus onPress={close}>
              {t('ui.close')}
            </Button>
          }
        >
          <PriceSteps explanation={explanation} />
        </Dialog>
      )}
    </>
  );
}

/** Basis, coefficient and discount one below the other, as one would compute it by hand, and what comes of it. */
export function PriceSteps({ explanation }: { readonly explanation: PriceExplanation }) {
  const t = useText();
  const formats = useFormats();
  const { basis, basisPrice, rule, coefficient, bandFrom, chosenByPartyId, discount, price, priceClass } = explanation;
  const parties = [
    chosenByPartyId,
    ...[coefficient, discount, priceClass].flatMap((term) => (term ? Object.values(term) : [])),
  ];
  const nameOf = usePartyNames(parties.filter((id) => id.length === ID));
  const party = (id: string) =>
    id !== '' && <PageLink href={`/parties/${id}`}>{nameOf(id) || t('trade.why.party')}</PageLink>;
  const whose = (term: Pick<Term, 'partyId' | 'version'> & Partial<Term>) => (
    <>
      {' · '}
      {party(term.partyId)} <span className="muted">{t('trade.why.version', { version: term.version })}</span>
      {[term.supplierPartyId, term.manufacturerPartyId].map(
        (id, i) =>
          id && (
            <span key={id}>
              {' · '}
              {i === 0 ? t('trade.why.supplier') : t('trade.why.manufacturer')} {party(id)}
            </span>
          ),
      )}
    </>
  );
  return (
    <table className={css['steps'] ?? ''}>
      <tbody>
        <tr>
          <td>{formats.money(basisPrice) || '—'}</td>
          <td>{basisPrice === '' ? t('trade.why.no-basis') : t(`trade.why.basis.${basis}`)}</td>
        </tr>
        {basis !== 'fixed' && (
          <tr>
            <td>{coefficient ? `× ${formats.quantity(coefficient.value)}` : '—'}</td>
            <td>
              {coefficient
                ? t(`trade.why.rule.${rule}`, { from: formats.money(bandFrom) })
                : t(`trade.why.none.${rule}`)}
              {coefficient && whose(coefficient)}
              {chosenByPartyId !== '' && (
                <>
                  {' · '}
                  {t('trade.why.chosen-by')} {party(chosenByPartyId)}
                </>
              )}
            </td>
          </tr>
        )}
        {priceClass && (
          <tr>
            <td />
            <td>
              {t('trade.why.class', { name: t(`trade.why.class.${priceClass.value}`) })}
              {priceClass.value !== 'public' && rule !== priceClass.value && t('trade.why.class.lacking')}
              {' · '}
              {t(`trade.why.class.by.${priceClass.chosenBy}`)}
              {whose(priceClass)}
            </td>
          </tr>
        )}
        {discount && (
          <tr>
            <td>− {formats.quantity(percentOf(discount.value))} %</td>
            <td>
              {t('trade.why.discount')}
              {whose(discount)}
            </td>
          </tr>
        )}
        <tr>
          <th scope="row">{formats.money(price) || '—'}</th>
          <td>{price === '' ? t('trade.why.to-set-up') : t('trade.why.price')}</td>
        </tr>
      </tbody>
    </table>
  );
}

type Term = NonNullable<PriceExplanation['discount']>;

/** Characters of an id; figures among the values of a term have fewer. */
const ID = 36;
