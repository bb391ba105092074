import { ITEM_STATES, VAT_CATEGORIES } from '@navette/api-schema';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChoice, FormList, FormText } from '../../shared/kit/form/form-fields.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { NONE, type Part } from './part-values.js';
import { type CatalogueEntry, useEntries, useParties } from '../../shared/trade/use-choices.js';

/** ST-1, E-022: what is said of a part or special item. */
export function PartFields({ kind, part }: { readonly kind: Part['kind']; readonly part?: Part }) {
  const t = useText();
  const none = { id: NONE, text: t('parts.none') };
  const [suppliers, manufacturers, resellers] = [useParties('supplier'), useParties('manufacturer'), useParties('reseller')]; // prettier-ignore
  return (
    <>
      <Section title={t('parts.identity')}>
        <Fields>
          <FormText
            name="reference"
            label={t('parts.reference')}
            {...(part === undefined && { hint: t('parts.reference.hint'), autoFocus: true })}
          />
          <FormText name="designation" label={t('parts.designation')} isRequired />
          <FormChoice
            name="state"
            label={t('parts.state')}
            choices={ITEM_STATES.map((id) => ({ id, text: t(`parts.state.${id}`) }))}
          />
          <Entry
            name="familyId"
            kind="part_family"
            label={t('parts.family')}
            kept={part?.familyLabel}
            of={part?.familyId}
          />
          <Entry name="brandId" kind="brand" label={t('parts.brand')} kept={part?.brandLabel} of={part?.brandId} />
          <FormChoice name="manufacturerPartyId" label={t('parts.manufacturer')} choices={[none, ...manufacturers]} />
          <FormChoice name="supplierPartyId" label={t('parts.supplier')} choices={[none, ...suppliers]} />
          {kind === 'special_item' && (
            <FormChoice
              name="orderingPartyId"
              label={t('parts.ordering-party')}
              hint={t('parts.ordering-party.hint')}
              choices={[{ id: NONE, text: t('parts.generic') }, ...manufacturers, ...resellers]}
            />
          )}
        </Fields>
      </Section>
      <Section title={t('parts.handling')}>
        <Fields>
          <FormText
            name="ventilationCode"
            label={t('parts.ventilation')}
            hint={t('parts.ventilation.hint')}
            isRequired
          />
          <FormChoice
            name="vatCategory"
            label={t('parts.vat')}
            choices={VAT_CATEGORIES.map((id) => ({ id, text: t(`parts.vat.${id}`) }))}
          />
          <Entry name="unitId" kind="unit" label={t('parts.unit')} kept={part?.unitCode} of={part?.unitId} />
          {kind === 'part' && (
            <>
              <FormText name="packagingCode" label={t('parts.packaging')} />
              <Entry
                name="locationId"
                kind="storage_location"
                label={t('parts.location')}
                kept={part?.locationCode}
                of={part?.locationId}
              />
              <Entry
                name="ecoFeeId"
                kind="eco_fee"
                label={t('parts.eco-fee')}
                kept={part?.ecoFeeCode}
                of={part?.ecoFeeId}
              />
            </>
          )}
        </Fields>
      </Section>
      <Section title={t('parts.barcodes')}>
        <FormList name="barcodes" label={t('parts.barcode')} type="text" />
      </Section>
      <Section title={t('parts.texts')}>
        <FormText name="description" label={t('parts.description')} hint={t('parts.description.hint')} lines={3} />
        <FormText name="comment" label={t('parts.comment')} lines={2} />
      </Section>
    </>
  );
}

interface EntryProps {
  readonly name: string;
  readonly kind: CatalogueEntry['kind'];
  readonly label: string;
  /** What the part has, which may be offered no more. */
  readonly of: string | undefined;
  readonly kept: string | undefined;
}

function Entry({ name, kind, label, of = '', kept = '' }: EntryProps) {
  const t = useText();
  const entries = useEntries(kind);
  const choices = entries.map(({ id, code, label: text }) => ({ id, text: `${code} · ${text}` }));
  const missing = of !== '' && !entries.some(({ id }) => id === of);
  return (
    <FormChoice
      name={name}
      label={label}
      choices={[{ id: NONE, text: t('parts.none') }, ...(missing ? [{ id: of, text: kept }] : []), ...choices]}
    />
  );
}
