import { answered } from '@navette/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';

/** ID-5: whether the station demands a second factor. */
export function SignInPolicy() {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const { data, error, refetch } = useQuery({
    queryKey: ['sign-in-policy'],
    enabled: may('identity:sign-in-policy.read'),
    queryFn: async () => (await answered(api.GET('/api/v1/sign-in-policy'))).data.secondFactor,
  });
  const change = useMutation({
    mutationFn: (secondFactor: string) =>
      answered(
        api.PUT('/api/v1/sign-in-policy', {
          params: { header: { 'Idempotency-Key': crypto.randomUUID() } },
          body: { secondFactor },
        }),
      ),
    onSuccess: () => void refetch(),
  });
  return (
    <>
      <ProblemBox error={error ?? change.error} />
      <ChoiceInput
        label={t('station.policy.second-factor')}
        hint={t('station.policy.hint')}
        value={data ?? ''}
        isDisabled={!may('identity:sign-in-policy.change') || change.isPending}
        onChange={(policy) => {
          change.mutate(policy);
        }}
        choices={(['optional', 'required'] as const).map((id) => ({ id, text: t(`station.policy.${id}`) }))}
      />
    </>
  );
}
