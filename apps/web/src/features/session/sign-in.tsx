import { answered, Refusal } from '@navette/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { useEffect, useState, type FormEvent } from 'react';
import { useApi, useSession, useSessionState } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import css from './sign-in.module.css';

/**
 * ID-6: sign-in by password, and by a code of the second factor where the person has one (ID-5); or at the provider of the
 * network that the domain of the login leads to (ID-7).
 */
export function SignIn() {
  const t = useText();
  const session = useSession();
  const state = useSessionState();
  const [login, setLogin] = useState('');
  const [password, setPassword] = useState('');
  const [code, setCode] = useState('');
  const signIn = useMutation({
    mutationFn: () => session.signIn({ login, password, ...(code !== '' && { code }) }),
    retry: false,
  });
  const refusal = signIn.error instanceof Refusal ? signIn.error.problem : undefined;
  const asksForCode = refusal?.code === 'identity.second-factor.code-required';
  const wantsCode = code !== '' || refusal?.code.startsWith('identity.second-factor.') === true;
  const wait = useSecondsLeft(signIn.submittedAt, lockedFor(refusal));
  const domain = useSettled(login.trim().split('@')[1] ?? '');
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    signIn.mutate();
  };
  return (
    <main className={css['page'] ?? ''}>
      <form className={css['form'] ?? ''} onSubmit={onSubmit}>
        <h1>Navette</h1>
        {state.name === 'out' && state.why === 'idle' && <p className="muted">{t('session.idle')}</p>}
        {state.name === 'out' && signIn.isIdle && <ProblemBox error={state.refusal} />}
        {state.name === 'out' && state.why === 'password-set' && <p role="status">{t('session.password-set')}</p>}
        <TextInput label={t('session.login')} value={login} onChange={setLogin} autoComplete="username" autoFocus />
        <TextInput
          label={t('session.password')}
          type="password"
          value={password}
          onChange={setPassword}
          autoComplete="current-password"
        />
        {wantsCode && (
          <TextInput
            label={t('session.code')}
            hint={t('session.code.hint')}
            value={code}
            onChange={setCode}
            autoComplete="one-time-code"
            autoFocus
          />
        )}
        {wait > 0 ? (
          <p role="alert" className={css['locked'] ?? ''}>
            {t('session.locked', { seconds: wait })}
          </p>
        ) : (
          !asksForCode && <ProblemBox error={signIn.error} />
        )}
        <Button
          kind="primary"
          type="submit"
          isPending={signIn.isPending}
          isDisabled={login === '' || password === '' || wait > 0 || (asksForCode && code === '')}
        >
          {t('session.sign-in')}
        </Button>
        <ByProvider domain={domain} />
      </form>
    </main>
  );
}

/** The way to the provider of a domain, where it has one. */
function ByProvider({ domain }: { readonly domain: string }) {
  const t = useText();
  const api = useApi();
  const session = useSession();
  const { data: name = '' } = useQuery({
    queryKey: ['sign-in-provider', domain],
    enabled: domain.includes('.'),
    queryFn: async () =>
      (await answered(api.GET('/api/v1/session/by-provider', { params: { query: { domain } } }))).data.name,
  });
  const go = useMutation({ mutationFn: () => session.goToProvider(domain), retry: false });
  if (name === '') return null;
  return (
    <>
      <ProblemBox error={go.error} />
      <Button
        isPending={go.isPending}
        onPress={() => {
          go.mutate();
        }}
      >
        {t('session.by-provider', { name })}
      </Button>
    </>
  );
}

/** What is typed, once nothing more comes for a moment. */
function useSettled(typed: string): string {
  const [settled, setSettled] = useState(typed);
  useEffect(() => {
    const timer = setTimeout(() => {
      setSettled(typed);
    }, 300);
    return () => {
      clearTimeout(timer);
    };
  }, [typed]);
  return settled;
}

function lockedFor(refusal: Refusal['problem'] | undefined): number {
  if (refusal?.code !== 'identity.sign-in.locked') return 0;
  return Number((refusal.params as { retryAfter?: unknown }).retryAfter ?? 0);
}

/** Seconds until a lock ends, counted down. */
function useSecondsLeft(since: number, seconds: number): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    if (seconds === 0) return;
    const timer = setInterval(() => {
      setNow(Date.now());
    }, 1_000);
    return () => {
      clearInterval(timer);
    };
  }, [since, seconds]);
  return Math.max(0, Math.min(seconds, Math.ceil(seconds - (now - since) / 1_000)));
}
