import { useSession } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Button } from '../../shared/ui/button.js';
import css from './account.module.css';
import { SecondFactorSetup } from './second-factor-setup.js';

/** ID-5: the station demands a second factor; nothing else can be done until there is one. */
export default function SecondFactorDue() {
  const t = useText();
  const session = useSession();
  return (
    <main className={css['alone'] ?? ''}>
      <div className={css['card'] ?? ''}>
        <h1>{t('account.second-factor.due')}</h1>
        <SecondFactorSetup onDone={() => void session.resume()} />
        <Button kind="quiet" onPress={() => void session.signOut()}>
          {t('app.sign-out')}
        </Button>
      </div>
    </main>
  );
}
