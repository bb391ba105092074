import { answered, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useLive } from '../../../shared/api/live.js';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useCoalesced } from '../../../shared/kit/record/use-coalesced.js';
import { useRelated } from '../../../shared/kit/record/use-related.js';
import { valuesOfBilling } from '../billing-values.js';
import type { Party } from '../party-values.js';
import { valuesOfPricing } from '../pricing-values.js';
import type { Giver, GiverOf } from './inheritance.js';

export type Family = Schema<'Family'>;
export type FamilyRole = Family['role'];

/** The families of a role to choose from; few, so all of them come. */
export function useFamilies(role: FamilyRole): readonly Family[] {
  const api = useApi();
  const may = useMay()('parties:family.read');
  const { data, refetch } = useQuery({
    queryKey: ['list', `choices.family.${role}`],
    enabled: may,
    queryFn: async () => {
      const query = { 'filter[role][eq]': role, limit: 200 } as never;
      return (await answered(api.GET('/api/v1/families', { params: { query } }))).data.families;
    },
  });
  const again = useCoalesced(() => void refetch());
  useLive(['family'], again);
  return data ?? [];
}

function useFamily(id: string): Family | undefined {
  const api = useApi();
  const may = useMay()('parties:family.read');
  return useRelated(['family', id], ['family'], may && id !== '', async () => {
    return (await answered(api.GET('/api/v1/families/{id}', { params: { path: { id } } }))).data;
  });
}

const giver = (family: Family | undefined, values: object | undefined): Giver | undefined =>
  family && values && { family: { id: family.id, label: family.label }, values: values as Giver['values'] };

/** Who gives a party what of its billing terms: its family of customers, else that of suppliers (PA-13). */
export function useBillingGivers({ customerFamilyId, supplierFamilyId }: Party): GiverOf {
  const family = useFamily(customerFamilyId || supplierFamilyId);
  return () => giver(family, family?.billingTerms && valuesOfBilling(family.billingTerms));
}

/** Who gives a party what of its pricing terms, as the form has them. */
export function usePricingGivers({ customerFamilyId, supplierFamilyId }: Party): GiverOf {
  const [customer, supplier] = [useFamily(customerFamilyId), useFamily(supplierFamilyId)];
  return (field) => {
    const family = field === 'discounts' || field === 'priceClass' ? customer : supplier;
    return giver(family, family?.pricingTerms && valuesOfPricing({ pricingTerms: family.pricingTerms }));
  };
}
