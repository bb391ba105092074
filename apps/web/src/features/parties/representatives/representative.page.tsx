import { answered } from '@navette/api-client';
import { newRepresentative } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useMemo } from 'react';
import type { z } from 'zod';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useText, type Translate } from '../../../shared/i18n/use-text.js';
import { FormChoice, FormList, FormSwitch, FormText } from '../../../shared/kit/form/form-fields.js';
import { RecordForm, useRecordForm } from '../../../shared/kit/record/record-form.js';
import { RecordLoader } from '../../../shared/kit/record/record-loader.js';
import { Fields, RecordPage, Section } from '../../../shared/kit/record/record-page.js';
import { Timeline } from '../../../shared/kit/record/timeline.js';
import { useRecord, type Held } from '../../../shared/kit/record/use-record.js';
import { useRelated } from '../../../shared/kit/record/use-related.js';
import { Inheritable, InheritanceProvider } from '../families/inheritance.js';
import { useFamilies } from '../families/use-givers.js';
import { FormAddress } from '../../../shared/trade/form-address.js';
import { emptyParty, isFilled, textOf } from '../party-values.js';
import { FormScales } from './form-scales.js';
import { fullName, type Representative } from '../../../shared/trade/use-representatives.js';

type Given = z.output<typeof newRepresentative>;
/** A form has every field. */
type Values = { [Name in keyof Given]-?: Exclude<Given[Name], undefined> };

const FIELDS = Object.keys(newRepresentative.shape) as (keyof Values)[];
const LABELS: Partial<Record<keyof Values, string>> = {
  civility: 'parties.civility',
  name: 'representatives.name',
  firstName: 'parties.first-name',
  phones: 'parties.phone',
  emails: 'parties.email',
  mainAddress: 'parties.address.mainAddress',
  familyId: 'representatives.family',
  userId: 'representatives.user',
  commissionScaleIds: 'representatives.scales',
};
const labelOf = (t: Translate, field: keyof Values) => t(LABELS[field] ?? `representatives.${field}`);

function valuesOf(held: Representative): Values {
  const { mainAddress } = emptyParty([]);
  const given = Object.fromEntries(FIELDS.map((field) => [field, held[field]])) as Omit<Values, 'mainAddress'>;
  return { ...given, mainAddress: held.mainAddress ?? mainAddress };
}

function sentOf({
  mainAddress,
  ...values
}: Values): Omit<Values, 'mainAddress'> & Partial<Pick<Values, 'mainAddress'>> {
  const filled = (texts: readonly string[]) => texts.filter((text) => text.trim() !== '');
  return {
    ...values,
    phones: filled(values.phones),
    emails: filled(values.emails),
    ...(isFilled(mainAddress) && { mainAddress }),
  };
}

/** PA-13: who sells to customers, how to reach them, and what they are to be paid by. */
export default function RepresentativePage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'representative',
      id,
      read: () => answered(api.GET('/api/v1/representatives/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<Representative>(definition);
  return (
    <RecordLoader query={query}>
      {(held) => <RepresentativeRecord key={id} definition={definition} held={held} />}
    </RecordLoader>
  );
}

interface RepresentativeRecordProps {
  readonly definition: Parameters<typeof useRecord<Representative>>[0];
  readonly held: Held<Representative>;
}

function RepresentativeRecord({ definition, held }: RepresentativeRecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay()('parties:representative.change');
  const { id, version, code, active, territory, familyId, ...rest } = held.data;
  const families = useFamilies('representative');
  const family = families.find((one) => one.id === familyId);
  const users = useUsers();
  const edit = useRecordForm<Representative, Values>(definition, held, {
    schema: newRepresentative,
    valuesOf,
    draft: `draft.representative.${id}`,
    write: (values, etag) =>
      answered(
        api.PUT('/api/v1/representatives/{id}', {
          params: { path: { id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body: sentOf(values),
        }),
      ),
  });
  const untouched = edit.isDirty ? undefined : t('parties.nothing-to-save');
  const giver = family && { family, values: { commissionScaleIds: family.commissionScaleIds } };
  return (
    <RecordPage
      title={fullName(rest)}
      chip={active ? undefined : { tone: 'draft', text: t('representatives.inactive') }}
      facts={[code, territory, family?.label ?? '']}
      unsaved={edit.isDirty}
      actions={[
        {
          id: 'representative.discard',
          title: t('form.discard'),
          icon: RotateCcw,
          notNow: untouched,
          run: edit.discard,
        },
        {
          id: 'representative.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: !may ? t('representatives.may-not') : edit.isSaving ? t('parties.saving') : untouched,
          run: edit.save,
        },
      ]}
      side={<Timeline service="parties" entityType="representative" id={id} version={version} />}
    >
      <InheritanceProvider value={{ giverOf: () => giver, role: 'takes' }}>
        <RecordForm
          edit={edit}
          differences={(mine, theirs) =>
            FIELDS.filter((field) => field !== 'inherited')
              .map((field) => ({
                label: labelOf(t, field),
                mine: textOf(mine[field]),
                theirs: textOf(valuesOf(theirs)[field]),
              }))
              .filter((one) => one.mine !== one.theirs)
          }
        >
          <Section title={t('parties.identity')}>
            <Fields>
              <FormText name="code" label={labelOf(t, 'code')} isRequired />
              <FormText name="civility" label={labelOf(t, 'civility')} />
              <FormText name="name" label={labelOf(t, 'name')} isRequired />
              <FormText name="firstName" label={labelOf(t, 'firstName')} />
              <FormText name="territory" label={labelOf(t, 'territory')} />
              <FormChoice
                name="familyId"
                label={labelOf(t, 'familyId')}
                none={t('parties.families.none')}
                choices={families.map((one) => ({ id: one.id, text: one.label }))}
              />
              {users !== undefined && (
                <FormChoice
                  name="userId"
                  label={labelOf(t, 'userId')}
                  hint={t('representatives.user.hint')}
                  none={t('representatives.none')}
                  choices={users}
                />
              )}
            </Fields>
            <FormSwitch name="active" label={t('representatives.active')} hint={t('representatives.active.hint')} />
          </Section>
          <Section title={t('parties.reach')}>
            <Fields>
              <FormList name="phones" label={labelOf(t, 'phones')} type="tel" />
              <FormList name="emails" label={labelOf(t, 'emails')} type="email" />
            </Fields>
            <FormAddress name="mainAddress" />
          </Section>
          <Section title={t('representatives.scales')}>
            <Inheritable name="commissionScaleIds" label={labelOf(t, 'commissionScaleIds')}>
              <FormScales />
            </Inheritable>
            <p className="muted">{t('representatives.scales.what')}</p>
          </Section>
          <Section title={t('representatives.notes')}>
            <FormText name="notes" label={t('representatives.notes')} lines={3} />
          </Section>
        </RecordForm>
      </InheritanceProvider>
    </RecordPage>
  );
}

/** Users of the station to choose from; undefined to who may not see them. */
function useUsers() {
  const api = useApi();
  const may = useMay()('identity:user.read');
  return useRelated(['users'], ['user'], may, async () => {
    const { data } = await answered(api.GET('/api/v1/users', {}));
    return data.users.map(({ id, person }) => ({ id, text: person.name }));
  });
}
