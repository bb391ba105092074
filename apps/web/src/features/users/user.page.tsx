import { answered } from '@navette/api-client';
import { changedUser } from '@navette/api-schema';
import { useMutation } from '@tanstack/react-query';
import { KeyRound, Mail, RotateCcw, Save, ShieldOff } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay, useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormSwitch } from '../../shared/kit/form/form-fields.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { Secret } from '../../shared/ui/secret.js';
import { Assignments } from './assignments.js';
import { PersonFields } from './person-fields.js';
import { UserAccess } from './user-access.js';
import { UserPlanning } from './user-planning.js';
import { roleIn, type User } from './users.list.js';
import css from './users.module.css';

type Values = Pick<User, 'person' | 'active'>;

const valuesOf = ({ person, active }: User): Values => ({ person, active });

/** ID-2: a user: the person, where they work, and what they may do there. */
export default function UserPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = {
    kind: 'user',
    id,
    read: () => answered(api.GET('/api/v1/users/{id}', { params: { path: { id } } })),
  };
  const { data, error, refetch } = useRecord(definition);
  if (data === undefined) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  return <UserRecord key={id} held={data} definition={definition} onChanged={() => void refetch()} />;
}

interface UserRecordProps {
  readonly held: Held<User>;
  readonly definition: { readonly kind: string; readonly id: string; readonly read: () => Promise<Held<User>> };
  readonly onChanged: () => void;
}

function UserRecord({ held, definition, onChanged }: UserRecordProps) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const self = useSelf();
  const user = held.data;
  const edit = useRecordForm<User, Values>(definition, held, {
    schema: changedUser,
    valuesOf,
    draft: `draft.user.${user.id}`,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/users/{id}', {
          params: { path: { id: user.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const { isDirty, isSaving, save, discard } = edit;
  const [isPlanningDirty, setPlanningDirty] = useState(false);
  const [asking, setAsking] = useState<'second-factor'>();
  const link = useMutation({
    mutationFn: () => answered(api.POST('/api/v1/users/{id}/password-link', { params: { path: { id: user.id } } })),
    retry: false,
  });
  const mailed = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/users/{id}/password-mail', {
          params: { path: { id: user.id }, header: { 'Idempotency-Key': crypto.randomUUID() } },
        }),
      ),
    retry: false,
  });
  const resetFactor = useMutation({
    mutationFn: () =>
      answered(
        api.DELETE('/api/v1/users/{id}/second-factor', {
          params: { path: { id: user.id }, header: { 'Idempotency-Key': crypto.randomUUID() } },
        }),
      ),
    onSettled: () => {
      setAsking(undefined);
    },
  });
  const worksHere = user.assignments.some(({ stationId }) => stationId === self.stationId);
  const untouched = isDirty ? undefined : t('users.nothing-to-save');
  const unless = (right: string) => (may(right) ? undefined : t('users.may-not'));
  const url = link.data === undefined ? '' : new URL(link.data.data.link, location.origin).href;
  return (
    <RecordPage
      title={user.person.name}
      chip={user.active ? undefined : { tone: 'draft', text: t('users.state.inactive') }}
      facts={[user.person.login, t(`users.role.${roleIn(user, self.stationId)}`), user.person.email]}
      unsaved={isDirty || isPlanningDirty}
      actions={[
        {
          id: 'user.mail-link',
          title: t('users.mail-link'),
          icon: Mail,
          notNow:
            unless('identity:user.password-link') ??
            (user.person.email === '' ? t('users.mail-link.no-address') : isDirty ? t('users.save-first') : undefined),
          run: () => {
            mailed.mutate();
          },
        },
        {
          id: 'user.link',
          title: t('users.link'),
          icon: KeyRound,
          notNow: unless('identity:user.password-link'),
          run: () => {
            link.mutate();
          },
        },
        {
          id: 'user.second-factor',
          title: t('users.second-factor'),
          icon: ShieldOff,
          notNow: unless('identity:user.second-factor-reset'),
          run: () => {
            setAsking('second-factor');
          },
        },
        { id: 'user.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: discard },
        {
          id: 'user.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: unless('identity:user.change') ?? (isSaving ? t('users.saving') : untouched),
          run: save,
        },
      ]}
      side={<Timeline service="identity" entityType="user" id={user.id} version={user.version} />}
    >
      <ProblemBox error={mailed.error ?? link.error ?? resetFactor.error} />
      {mailed.isSuccess && <p role="status">{t('users.mail-link.done', { address: mailed.data.data.email })}</p>}
      {resetFactor.isSuccess && <p role="status">{t('users.second-factor.done')}</p>}
      <RecordForm edit={edit} differences={(mine, theirs) => differences(t, mine, valuesOf(theirs))}>
        <Section title={t('users.person')}>
          <div className={css['form'] ?? ''}>
            <PersonFields />
            <FormSwitch name="active" label={t('users.active')} hint={t('users.active.hint')} />
          </div>
        </Section>
      </RecordForm>
      {may('identity:user-access.read') && <UserAccess userId={user.id} />}
      <Section title={t('users.work')}>
        <Assignments user={user} onChanged={onChanged} />
      </Section>
      {may('interventions:user-planning.read') && worksHere && (
        <UserPlanning key={user.id} user={user} onDirty={setPlanningDirty} />
      )}
      <Dialog title={t('users.link')} isOpen={link.isSuccess} onClose={link.reset}>
        <p>{t('users.link.text')}</p>
        <Secret text={url} />
      </Dialog>
      <Dialog
        title={t('users.second-factor')}
        isOpen={asking === 'second-factor'}
        onClose={() => {
          setAsking(undefined);
        }}
        footer={
          <Button
            kind="danger"
            isPending={resetFactor.isPending}
            onPress={() => {
              resetFactor.mutate();
            }}
          >
            {t('users.second-factor')}
          </Button>
        }
      >
        <p>{t('users.second-factor.text', { name: user.person.name })}</p>
      </Dialog>
    </RecordPage>
  );
}

function differences(t: (key: string) => string, mine: Values, theirs: Values) {
  const lines = (values: Values): [string, string][] => [
    [t('users.name'), values.person.name],
    [t('users.login'), values.person.login],
    [t('users.email'), values.person.email],
    [t('users.language'), t(`users.language.${values.person.language}`)],
    [t('users.colour'), values.person.colour],
    [t('users.idle-minutes'), String(values.person.idleMinutes)],
    [t('users.state'), t(`users.state.${values.active ? 'active' : 'inactive'}`)],
  ];
  return lines(mine)
    .map(([label, one], index) => ({ label, mine: one, theirs: lines(theirs)[index]?.[1] ?? '' }))
    .filter((line) => line.mine !== line.theirs);
}
