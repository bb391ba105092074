import { answered } from '@navette/api-client';
import { attachment } from '@navette/api-schema';
import type { z } from 'zod';
import { useApi } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { FormChoice } from '../../../shared/kit/form/form-fields.js';
import { RecordForm, useRecordForm } from '../../../shared/kit/record/record-form.js';
import { Fields, Section } from '../../../shared/kit/record/record-page.js';
import type { PaneProps } from '../party-pane.js';
import type { Party } from '../party-values.js';
import { useNotNow, usePaneActions } from '../use-not-now.js';
import { useFamilies } from './use-givers.js';

type Values = z.output<typeof attachment>;

const valuesOf = ({ customerFamilyId, supplierFamilyId }: Party): Values => ({ customerFamilyId, supplierFamilyId });

/** PA-13: the families a party is in, whose values its terms take. */
export function FamiliesPane({ definition, held, frame }: PaneProps) {
  const t = useText();
  const api = useApi();
  const party = held.data;
  const [customers, suppliers] = [useFamilies('customer'), useFamilies('supplier')];
  const edit = useRecordForm<Party, Values>(definition, held, {
    schema: attachment,
    valuesOf,
    draft: `draft.party-families.${party.id}`,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/parties/{id}/families', {
          params: { path: { id: party.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const none = t('parties.families.none');
  const choices = (families: typeof customers) => families.map(({ id, label }) => ({ id, text: label }));
  const nameOf = (choice: string) => [...customers, ...suppliers].find(({ id }) => id === choice)?.label ?? none;
  const sells = party.kinds.some((kind) => kind === 'supplier' || kind === 'manufacturer');
  return frame({
    unsaved: edit.isDirty,
    actions: usePaneActions(edit, useNotNow('parties:party.attach', party, edit)),
    children: (
      <RecordForm
        edit={edit}
        differences={(mine, theirs) =>
          (['customerFamilyId', 'supplierFamilyId'] as const)
            .map((name) => ({
              label: t(`parties.families.${name}`),
              mine: nameOf(mine[name]),
              theirs: nameOf(valuesOf(theirs)[name]),
            }))
            .filter((one) => one.mine !== one.theirs)
        }
      >
        <Section title={t('parties.pane.families')}>
          <Fields>
            <FormChoice
              name="customerFamilyId"
              label={t('parties.families.customerFamilyId')}
              hint={t('parties.families.customer.gives')}
              choices={choices(customers)}
              none={none}
            />
            {(sells || party.supplierFamilyId !== '') && (
              <FormChoice
                name="supplierFamilyId"
                label={t('parties.families.supplierFamilyId')}
                hint={t('parties.families.supplier.gives')}
                choices={choices(suppliers)}
                none={none}
              />
            )}
          </Fields>
        </Section>
      </RecordForm>
    ),
  });
}
