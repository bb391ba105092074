import { answered } from '@navette/api-client';
import { defaultBillingTerms, defaultPricingTerms, newFamily } from '@navette/api-schema';
import { RotateCcw, Save, Trash2 } from 'lucide-react';
import { useState } from 'react';
import type { z } from 'zod';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useText, type Translate } from '../../../shared/i18n/use-text.js';
import { FormText } from '../../../shared/kit/form/form-fields.js';
import { AskDialog } from '../../../shared/kit/record/ask-dialog.js';
import { RecordForm, useRecordForm } from '../../../shared/kit/record/record-form.js';
import { RecordLoader } from '../../../shared/kit/record/record-loader.js';
import { Fields, RecordPage, Section } from '../../../shared/kit/record/record-page.js';
import { Timeline } from '../../../shared/kit/record/timeline.js';
import { useCommands } from '../../../shared/kit/record/use-commands.js';
import { useRecord, type Held } from '../../../shared/kit/record/use-record.js';
import { PageLink } from '../../../shared/work/page-link.js';
import { useTab } from '../../../shared/work/use-work.js';
import { BillingFields } from '../billing-fields.js';
import { sentOfBilling, valuesOfBilling } from '../billing-values.js';
import { FormDiscounts } from '../form-discounts.js';
import { sentOfPricing, valuesOfPricing } from '../pricing-values.js';
import { FormScales } from '../representatives/form-scales.js';
import { SupplyFields } from '../supply-fields.js';
import css from '../parties.module.css';
import { termsDifferences } from '../terms-differences.js';
import { InheritanceProvider, type Giver } from './inheritance.js';
import type { Family } from './use-givers.js';

type Given = z.output<typeof newFamily>;
/** A form has every field. */
type Values = { [Name in keyof Given]-?: Exclude<Given[Name], undefined> };

const DEFAULTS = {
  billingTerms: defaultBillingTerms,
  pricingTerms: valuesOfPricing({ pricingTerms: defaultPricingTerms }),
};
/** What a family does not give has the default. */
const giverOf = (field: string): Giver => ({ values: field in DEFAULTS.billingTerms ? DEFAULTS.billingTerms : DEFAULTS.pricingTerms }); // prettier-ignore

const valuesOf = ({ role, code, label, notes, billingTerms, pricingTerms, commissionScaleIds }: Family): Values => ({
  role,
  code,
  label,
  notes,
  commissionScaleIds,
  billingTerms: billingTerms === undefined ? DEFAULTS.billingTerms : valuesOfBilling(billingTerms),
  pricingTerms: pricingTerms === undefined ? DEFAULTS.pricingTerms : valuesOfPricing({ pricingTerms }),
});

function differences(t: Translate, mine: Values, theirs: Values) {
  return [
    ...(['code', 'label', 'notes'] as const)
      .map((name) => ({ label: t(`families.${name}`), mine: mine[name], theirs: theirs[name] }))
      .filter((one) => one.mine !== one.theirs),
    ...termsDifferences(t, 'billing', mine.billingTerms, theirs.billingTerms),
    ...termsDifferences(t, 'pricing', mine.pricingTerms, theirs.pricingTerms),
  ];
}

/** PA-13: a family, and what its parties inherit. */
export default function FamilyPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = {
    kind: 'family',
    id,
    read: () => answered(api.GET('/api/v1/families/{id}', { params: { path: { id } } })),
  };
  const query = useRecord<Family>(definition);
  return (
    <RecordLoader query={query}>{(held) => <FamilyRecord key={id} definition={definition} held={held} />}</RecordLoader>
  );
}

interface FamilyRecordProps {
  readonly definition: Parameters<typeof useRecord<Family>>[0];
  readonly held: Held<Family>;
}

function FamilyRecord({ definition, held }: FamilyRecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const family = held.data;
  const edit = useRecordForm<Family, Values>(definition, held, {
    schema: newFamily,
    valuesOf,
    draft: `draft.family.${family.id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/families/{id}', {
          params: { path: { id: family.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: {
            ...values,
            billingTerms: sentOfBilling(values.billingTerms),
            pricingTerms: sentOfPricing(values.pricingTerms),
          },
        }),
      ),
  });
  const commands = useCommands();
  const [asking, setAsking] = useState(false);
  const { close } = useTab(family.label, edit.isDirty);
  const remove = async () => {
    const gone = await commands.run('delete', (key) =>
      answered(
        api.DELETE('/api/v1/families/{id}', {
          params: { path: { id: family.id }, header: { 'If-Match': held.etag ?? '', 'Idempotency-Key': key } },
        }),
      ),
    );
    if (gone) close();
  };
  const untouched = edit.isDirty ? undefined : t('parties.nothing-to-save');
  return (
    <RecordPage
      title={family.label}
      facts={[
        family.code,
        t(`families.role.${family.role}`),
        t(`families.count.${family.role === 'representative' ? 'representatives' : 'parties'}`, {
          count: family.memberCount,
        }),
      ]}
      unsaved={edit.isDirty}
      actions={[
        {
          id: 'family.delete',
          title: t('families.delete'),
          icon: Trash2,
          notNow: !may('parties:family.delete')
            ? t('families.may-not')
            : family.memberCount > 0
              ? t('families.delete.in-use', { count: family.memberCount })
              : undefined,
          run: () => {
            setAsking(true);
          },
        },
        { id: 'family.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: edit.discard },
        {
          id: 'family.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: may('parties:family.change')
            ? edit.isSaving
              ? t('parties.saving')
              : untouched
            : t('families.may-not'),
          run: edit.save,
        },
      ]}
      side={
        <>
          <Members family={family} />
          <Timeline service="parties" entityType="family" id={family.id} version={family.version} />
        </>
      }
    >
      <InheritanceProvider value={{ giverOf, role: 'gives' }}>
        <RecordForm edit={edit} differences={(mine, theirs) => differences(t, mine, valuesOf(theirs))}>
          <Section title={t('families.identity')}>
            <Fields>
              <FormText name="code" label={t('families.code')} isRequired />
              <FormText name="label" label={t('families.label')} isRequired />
            </Fields>
            <FormText name="notes" label={t('families.notes')} lines={2} />
            <p className="muted">
              {t(family.role === 'representative' ? 'families.follow.representatives' : 'families.follow')}
            </p>
          </Section>
          {family.role !== 'representative' && (
            <BillingFields at="billingTerms." hasRepresentative={family.role === 'customer'} />
          )}
          {family.role === 'representative' && (
            <Section title={t('representatives.scales')}>
              <FormScales />
            </Section>
          )}
          {family.role === 'supplier' && <SupplyFields at="pricingTerms." />}
          {family.role === 'customer' && (
            <Section title={t('parties.pricing.discounts')}>
              <FormDiscounts at="pricingTerms." />
            </Section>
          )}
        </RecordForm>
      </InheritanceProvider>
      <AskDialog
        title={t('families.delete.title', { label: family.label })}
        text={t('families.delete.text')}
        confirm={t('families.delete')}
        isOpen={asking}
        notNow={commands.isRunning}
        error={commands.error}
        onConfirm={() => void remove()}
        onClose={() => {
          setAsking(false);
          commands.forget();
        }}
      />
    </RecordPage>
  );
}

/** Lists in which the members of a family of each role are. */
const LISTS: Readonly<Record<Family['role'], readonly (readonly [href: string, title: string])[]>> = {
  customer: ['reseller', 'other', 'consumer'].map((kind) => [`/parties/kind/${kind}`, `parties.list.${kind}`] as const),
  supplier: ['supplier', 'manufacturer'].map((kind) => [`/parties/kind/${kind}`, `parties.list.${kind}`] as const),
  representative: [['/representatives', 'representatives.list']],
};
const FILTERS = { customer: 'customerFamilyId', supplier: 'supplierFamilyId', representative: 'familyId' } as const;

/** The way to those who are in a family. */
function Members({ family: { id, role } }: { readonly family: Family }) {
  const t = useText();
  return (
    <Section title={t('families.see')}>
      <ul className={css['paid'] ?? ''}>
        {LISTS[role].map(([href, title]) => (
          <li key={href}>
            <PageLink href={`${href}?f.${FILTERS[role]}=${id}`}>{t(title)}</PageLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}
