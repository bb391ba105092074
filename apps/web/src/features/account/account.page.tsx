import { answered } from '@navette/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useApi, useSelf } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { Button } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { SessionTable } from '../../shared/ui/session-table.js';
import { useTab } from '../../shared/work/use-work.js';
import { SecondFactorSetup } from './second-factor-setup.js';
import css from './account.module.css';

/** ID-5, ID-6: one's own password, second factor, and where one is signed in. */
export default function AccountPage() {
  const t = useText();
  const { name, login } = useSelf();
  useTab(t('account.title'));
  return (
    <div className={css['page'] ?? ''}>
      <h1>{t('account.of', { name, login })}</h1>
      <Section title={t('account.password')}>
        <Password />
      </Section>
      <Section title={t('account.second-factor')}>
        <SecondFactor />
      </Section>
      <Section title={t('account.sessions')}>
        <Sessions />
      </Section>
    </div>
  );
}

function Password() {
  const t = useText();
  const api = useApi();
  const { login } = useSelf();
  const [current, setCurrent] = useState('');
  const [password, setPassword] = useState('');
  const change = useMutation({
    mutationFn: () => answered(api.PUT('/api/v1/session/password', { body: { current, password } })),
    retry: false,
    onSuccess: () => {
      setCurrent('');
      setPassword('');
    },
  });
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    change.mutate();
  };
  return (
    <form className={css['stack'] ?? ''} onSubmit={onSubmit}>
      <input type="text" name="username" autoComplete="username" value={login} readOnly hidden />
      <TextInput
        label={t('account.password.current')}
        type="password"
        autoComplete="current-password"
        value={current}
        onChange={setCurrent}
      />
      <TextInput
        label={t('account.password.new')}
        hint={t('account.password.hint')}
        type="password"
        autoComplete="new-password"
        value={password}
        onChange={setPassword}
      />
      <ProblemBox error={change.error} />
      {change.isSuccess && <p role="status">{t('account.password.changed')}</p>}
      <div>
        <Button
          kind="primary"
          type="submit"
          isPending={change.isPending}
          isDisabled={current === '' || password === ''}
        >
          {t('account.password.change')}
        </Button>
      </div>
    </form>
  );
}

/** Whether one has a second factor is not told to pages: setting one up says so where there is one already. */
function SecondFactor() {
  const t = useText();
  const api = useApi();
  const [shown, show] = useState<'choice' | 'setup' | 'removal'>('choice');
  const [code, setCode] = useState('');
  const remove = useMutation({
    mutationFn: () => answered(api.POST('/api/v1/session/second-factor/remove', { body: { code } })),
    retry: false,
    onSuccess: () => {
      setCode('');
      show('choice');
    },
  });
  if (shown === 'setup') {
    return (
      <SecondFactorSetup
        onDone={() => {
          show('choice');
        }}
      />
    );
  }
  if (shown === 'removal') {
    const onSubmit = (event: FormEvent) => {
      event.preventDefault();
      remove.mutate();
    };
    return (
      <form className={css['stack'] ?? ''} onSubmit={onSubmit}>
        <TextInput
          label={t('account.second-factor.code')}
          hint={t('account.second-factor.code.hint')}
          value={code}
          onChange={setCode}
          autoComplete="one-time-code"
          autoFocus
        />
        <ProblemBox error={remove.error} />
        <div>
          <Button kind="danger" type="submit" isPending={remove.isPending} isDisabled={code.trim() === ''}>
            {t('account.second-factor.remove')}
          </Button>
        </div>
      </form>
    );
  }
  return (
    <div className={css['stack'] ?? ''}>
      <p>{t('account.second-factor.text')}</p>
      {remove.isSuccess && <p role="status">{t('account.second-factor.removed')}</p>}
      <div>
        <Button
          onPress={() => {
            show('setup');
          }}
        >
          {t('account.second-factor.set-up')}
        </Button>{' '}
        <Button
          kind="quiet"
          onPress={() => {
            show('removal');
          }}
        >
          {t('account.second-factor.remove')}
        </Button>
      </div>
    </div>
  );
}

function Sessions() {
  const t = useText();
  const api = useApi();
  const { data, error, refetch } = useQuery({
    queryKey: ['sessions'],
    queryFn: async () => (await answered(api.GET('/api/v1/sessions'))).data.sessions,
  });
  const onSuccess = () => void refetch();
  const end = useMutation({
    mutationFn: (id: string) => answered(api.DELETE('/api/v1/sessions/{id}', { params: { path: { id } } })),
    onSuccess,
  });
  const endOthers = useMutation({
    mutationFn: () => answered(api.POST('/api/v1/sessions/end-others')),
    onSuccess,
  });
  return (
    <div className={css['stack'] ?? ''}>
      <p className="muted">{t('account.sessions.text')}</p>
      <ProblemBox error={error ?? end.error ?? endOthers.error} onRetry={onSuccess} />
      {data !== undefined && <SessionTable sessions={data} onEnd={end.mutate} />}
      {(data?.length ?? 0) > 1 && (
        <div>
          <Button
            isPending={endOthers.isPending}
            onPress={() => {
              endOthers.mutate();
            }}
          >
            {t('account.sessions.end-others')}
          </Button>
        </div>
      )}
    </div>
  );
}
