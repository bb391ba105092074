import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { lazy, Suspense, use, useEffect, useState, type ReactNode } from 'react';
import { I18nProvider } from 'react-aria-components';
import { IntlProvider } from 'react-intl';
import { SignIn } from '../features/session/sign-in.js';
import { ActionRegistry } from '../shared/actions/actions.js';
import { Actions } from '../shared/actions/use-actions.js';
import { isPassing } from '../shared/api/problem.js';
import { Session, SessionContext, useSessionState } from '../shared/api/session.js';
import { loadTexts, LOCALE, type Language } from '../shared/i18n/texts.js';
import { preferences, show, usePreferences } from '../shared/look/preferences.js';
import { Shell } from './shell/shell.js';

const SetPassword = lazy(() => import('../features/session/set-password.js'));
const CountPage = lazy(() => import('../features/count/count.page.js'));
const SecondFactorDue = lazy(() => import('../features/account/second-factor-due.js'));

const texts = new Map<Language, Promise<Record<string, string>>>();

function textsOf(language: Language): Promise<Record<string, string>> {
  const known = texts.get(language) ?? loadTexts(language);
  texts.set(language, known);
  return known;
}

/** Reads are repeated while a service is away; what it refuses, it refuses again. */
const queries = () =>
  new QueryClient({
    defaultOptions: {
      // The server may well be there while the browser thinks itself offline: who asks is told, and never waits in silence.
      queries: { networkMode: 'always', staleTime: 30_000, retry: (count, error) => count < 3 && isPassing(error) },
      mutations: { networkMode: 'always', retry: (count, error) => count < 3 && isPassing(error) },
    },
  });

show();

export function App() {
  return (
    <Suspense>
      <Localised />
    </Suspense>
  );
}

function Localised() {
  const { language } = usePreferences();
  const messages = use(textsOf(language));
  const [session] = useState(() => new Session(() => preferences().language));
  const [actions] = useState(() => new ActionRegistry());
  return (
    <IntlProvider locale={LOCALE[language]} messages={messages}>
      <I18nProvider locale={LOCALE[language]}>
        <SessionContext value={session}>
          <Actions value={actions}>
            {/* Phones that count have no account: nobody is asked who they are. */}
            {location.pathname === '/count' ? <CountPage /> : <SignedInOrNot session={session} />}
          </Actions>
        </SessionContext>
      </I18nProvider>
    </IntlProvider>
  );
}

function SignedInOrNot({ session }: { readonly session: Session }) {
  const state = useSessionState();
  useEffect(() => {
    // Where a provider sent the browser back to; what it answered is good once, and leaves the address at once.
    const answer = location.pathname === '/signed-in' ? location.search : undefined;
    if (answer === undefined) void session.resume();
    else {
      history.replaceState(null, '', '/');
      void session.finishAtProvider(answer);
    }
  }, [session]);
  const [hasLink, setHasLink] = useState(location.pathname === '/set-password');
  if (state.name === 'asking') return null;
  if (hasLink) {
    const onDone = () => {
      session.passwordWasSet();
      // The secret is spent; the work space begins at its home page.
      history.replaceState(null, '', '/');
      setHasLink(false);
    };
    return (
      <Queries>
        <Suspense>
          <SetPassword onDone={onDone} />
        </Suspense>
      </Queries>
    );
  }
  if (state.name === 'due') {
    return (
      <Queries>
        <Suspense>
          <SecondFactorDue />
        </Suspense>
      </Queries>
    );
  }
  const workplace = state.name === 'in' ? `${state.self.id}.${state.self.stationId}` : '';
  return <Workplace key={workplace} name={workplace} />;
}

/** What one person saw in one station is nobody else's: its own answers, its own tabs. */
function Workplace({ name }: { readonly name: string }) {
  return <Queries>{name === '' ? <SignIn /> : <Shell workplace={name} />}</Queries>;
}

function Queries({ children }: { readonly children: ReactNode }) {
  const [client] = useState(queries);
  return <QueryClientProvider client={client}>{children}</QueryClientProvider>;
}
