import { answered, type Schema } from '@navette/api-client';
import { userPlanning } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useEffect } from 'react';
import type { z } from 'zod';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormSwitch, FormText } from '../../shared/kit/form/form-fields.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { Fields, Section } from '../../shared/kit/record/record-page.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { Button } from '../../shared/ui/button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import type { User } from './users.list.js';
import css from './users.module.css';

type Planning = Schema<'UserPlanning'>;
type Values = z.output<typeof userPlanning>;

const DAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;

interface UserPlanningProps {
  readonly user: User;
  /** Whether something is typed that is not saved. */
  readonly onDirty: (isDirty: boolean) => void;
}

/** ID-11: how the user stands on the planning of this station; it belongs to the repair module and is saved there. */
export function UserPlanning({ user, onDirty }: UserPlanningProps) {
  const t = useText();
  const api = useApi();
  const definition = {
    kind: 'user-planning',
    id: user.id,
    read: () => answered(api.GET('/api/v1/user-planning/{id}', { params: { path: { id: user.id } } })),
    mayBeLate: true,
  };
  const { data, error, refetch } = useRecord(definition);
  return (
    <Section title={t('users.planning')}>
      {data === undefined ? (
        <ProblemBox error={error} onRetry={() => void refetch()} />
      ) : (
        <PlanningForm user={user} onDirty={onDirty} held={data} definition={definition} />
      )}
    </Section>
  );
}

interface PlanningFormProps extends UserPlanningProps {
  readonly held: Held<Planning>;
  readonly definition: { readonly kind: string; readonly id: string; readonly read: () => Promise<Held<Planning>> };
}

function PlanningForm({ user, onDirty, held, definition }: PlanningFormProps) {
  const t = useText();
  const api = useApi();
  const may = useMay()('interventions:user-planning.update');
  // Without one of its own, the planning shows the colour of the person.
  const valuesOf = ({ id: _, version: __, ...values }: Planning): Values => ({
    ...values,
    colour: values.colour || user.person.colour,
  });
  const edit = useRecordForm<Planning, Values>(definition, held, {
    schema: userPlanning,
    valuesOf,
    draft: `draft.user-planning.${user.id}`,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/user-planning/{id}', {
          params: { path: { id: user.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const { isDirty, isSaving, discard } = edit;
  useEffect(() => {
    onDirty(isDirty);
  }, [isDirty, onDirty]);
  return (
    <RecordForm edit={edit} differences={(mine, theirs) => differences(t, mine, valuesOf(theirs))}>
      <FormSwitch name="visible" label={t('users.planning.visible')} />
      <FormSwitch name="showsCurrentFiles" label={t('users.planning.files')} />
      <Fields>
        <FormText name="colour" label={t('users.colour')} hint={t('users.planning.colour.hint')} type="color" />
      </Fields>
      <p className="muted">{t('users.planning.hours')}</p>
      <Fields>
        {DAYS.map((day, index) => (
          <FormText
            key={day}
            name={`workingHours.${String(index)}`}
            label={t(`users.planning.day.${day}`)}
            autoComplete="off"
          />
        ))}
      </Fields>
      <div className={css['state'] ?? ''}>
        <Button type="submit" icon={Save} isDisabled={!may || !isDirty} isPending={isSaving}>
          {t('users.planning.save')}
        </Button>
        <Button kind="quiet" icon={RotateCcw} isDisabled={!isDirty} onPress={discard}>
          {t('form.discard')}
        </Button>
        {!may && <span className="muted">{t('users.may-not')}</span>}
      </div>
    </RecordForm>
  );
}

function differences(t: (key: string) => string, mine: Values, theirs: Values) {
  const yesOrNo = (is: boolean) => t(is ? 'users.planning.yes' : 'users.planning.no');
  const lines = (values: Values): [string, string][] => [
    [t('users.planning.visible'), yesOrNo(values.visible)],
    [t('users.planning.files'), yesOrNo(values.showsCurrentFiles)],
    [t('users.colour'), values.colour],
    ...DAYS.map((day, index): [string, string] => [t(`users.planning.day.${day}`), values.workingHours[index] ?? '']),
  ];
  return lines(mine)
    .map(([label, one], index) => ({ label, mine: one, theirs: lines(theirs)[index]?.[1] ?? '' }))
    .filter((line) => line.mine !== line.theirs);
}
