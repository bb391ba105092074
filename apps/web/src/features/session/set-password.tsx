import { answered } from '@navette/api-client';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import css from './sign-in.module.css';

/** ID-5: where a link leads by which somebody sets their password; its secret is what follows #. */
export default function SetPassword({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const api = useApi();
  const [password, setPassword] = useState('');
  const [again, setAgain] = useState('');
  const set = useMutation({
    mutationFn: () =>
      answered(api.POST('/api/v1/session/password-by-link', { body: { secret: location.hash.slice(1), password } })),
    retry: false,
    onSuccess: onDone,
  });
  const differs = again !== '' && again !== password;
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    set.mutate();
  };
  return (
    <main className={css['page'] ?? ''}>
      <form className={css['form'] ?? ''} onSubmit={onSubmit}>
        <h1>{t('session.set-password')}</h1>
        <TextInput
          label={t('account.password.new')}
          hint={t('account.password.hint')}
          type="password"
          autoComplete="new-password"
          value={password}
          onChange={setPassword}
          autoFocus
        />
        <TextInput
          label={t('session.password.again')}
          type="password"
          autoComplete="new-password"
          value={again}
          onChange={setAgain}
          error={differs ? t('session.password.differs') : undefined}
        />
        <ProblemBox error={set.error} />
        <Button
          kind="primary"
          type="submit"
          isPending={set.isPending}
          isDisabled={password === '' || password !== again}
        >
          {t('session.set-password')}
        </Button>
      </form>
    </main>
  );
}
