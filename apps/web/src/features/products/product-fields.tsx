import type { Schema } from '@navette/api-client';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormSwitch, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { useEntries, type CatalogueEntry } from '../../shared/trade/use-choices.js';
import type { Product } from './products.list.js';

export type ProductValues = Omit<Product, 'id' | 'version' | 'brandLabel' | 'typeLabel'>;

export const NEW_PRODUCT: ProductValues = {
  brandId: '',
  typeId: '',
  commercialReference: '',
  technicalReference: '',
  designation: '',
  gtin: '',
  firstYear: 0,
  lastYear: 0,
  comment: '',
  active: true,
};

export const valuesOf = (product: Schema<'CatalogueProduct'>): ProductValues =>
  Object.fromEntries(
    Object.keys(NEW_PRODUCT).map((name) => [name, product[name as keyof ProductValues]]),
  ) as ProductValues;

/** ST-1: what is said of a model of appliance. */
export function ProductFields({ product }: { readonly product?: Product }) {
  const t = useText();
  const [brands, types] = [useEntries('brand'), useEntries('appliance_type')];
  return (
    <Section title={t('products.identity')}>
      <Fields>
        <FormText
          name="commercialReference"
          label={t('products.commercial-reference')}
          hint={t('products.commercial-reference.hint')}
          isRequired
          {...(product === undefined && { autoFocus: true })}
        />
        <FormText
          name="technicalReference"
          label={t('products.technical-reference')}
          hint={t('products.technical-reference.hint')}
        />
        <FormChoice
          name="brandId"
          label={t('products.brand')}
          isRequired
          choices={choicesOf(brands, product?.brandId, product?.brandLabel)}
        />
        <FormChoice
          name="typeId"
          label={t('products.type')}
          isRequired
          choices={choicesOf(types, product?.typeId, product?.typeLabel)}
        />
        <FormText name="designation" label={t('products.designation')} />
        <FormText name="gtin" label={t('products.gtin')} hint={t('products.gtin.hint')} />
        <FormText name="firstYear" type="number" isEmptyAtZero label={t('products.first-year')} />
        <FormText name="lastYear" type="number" isEmptyAtZero label={t('products.last-year')} />
      </Fields>
      <FormText name="comment" label={t('products.comment')} lines={2} />
      {product !== undefined && (
        <FormSwitch name="active" label={t('products.offered')} hint={t('products.offered.hint')} />
      )}
    </Section>
  );
}

/** One that is no longer offered stays to be chosen where it was. */
function choicesOf(entries: readonly CatalogueEntry[], kept = '', label = '') {
  const offered = entries.map((entry) => ({ id: entry.id, text: entry.label }));
  return kept === '' || offered.some(({ id }) => id === kept) ? offered : [{ id: kept, text: label }, ...offered];
}
