import { answered } from '@navette/api-client';
import { useMutation } from '@tanstack/react-query';
import { useState, type FormEvent } from 'react';
import { useApi } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { QrCode } from '../../shared/ui/qr-code.js';
import { Secret } from '../../shared/ui/secret.js';
import css from './account.module.css';

/** ID-5: a second factor: the code to scan, the first code of the app, then the recovery codes, shown once. */
export function SecondFactorSetup({ onDone }: { readonly onDone: () => void }) {
  const t = useText();
  const api = useApi();
  const [code, setCode] = useState('');
  const start = useMutation({
    mutationFn: async () => (await answered(api.POST('/api/v1/session/second-factor'))).data,
    retry: false,
  });
  const confirm = useMutation({
    mutationFn: async () =>
      (await answered(api.POST('/api/v1/session/second-factor/confirm', { body: { code } }))).data,
    retry: false,
  });
  if (confirm.data !== undefined) {
    return (
      <div className={css['stack'] ?? ''}>
        <p>{t('account.second-factor.recovery')}</p>
        <Secret text={confirm.data.recoveryCodes.join('\n')} />
        <Button kind="primary" onPress={onDone} autoFocus>
          {t('account.second-factor.kept')}
        </Button>
      </div>
    );
  }
  if (start.data === undefined) {
    return (
      <div className={css['stack'] ?? ''}>
        <p>{t('account.second-factor.why')}</p>
        <ProblemBox error={start.error} />
        <div>
          <Button
            kind="primary"
            isDisabled={start.isPending}
            onPress={() => {
              start.mutate();
            }}
          >
            {t('account.second-factor.start')}
          </Button>
        </div>
      </div>
    );
  }
  const onSubmit = (event: FormEvent) => {
    event.preventDefault();
    confirm.mutate();
  };
  return (
    <form className={css['stack'] ?? ''} onSubmit={onSubmit}>
      <p>{t('account.second-factor.scan')}</p>
      <QrCode text={start.data.uri} label={t('account.second-factor.qr')} />
      <p className="muted">{t('account.second-factor.by-hand')}</p>
      <Secret text={start.data.secret} />
      <TextInput
        label={t('account.second-factor.code')}
        value={code}
        onChange={setCode}
        inputMode="numeric"
        autoComplete="one-time-code"
        autoFocus
      />
      <ProblemBox error={confirm.error} />
      <div>
        <Button kind="primary" type="submit" isPending={confirm.isPending} isDisabled={code.trim() === ''}>
          {t('account.second-factor.confirm')}
        </Button>
      </div>
    </form>
  );
}
