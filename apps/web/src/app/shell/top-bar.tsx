import { CircleUserRound, Search } from 'lucide-react';
import { Button as AriaButton } from 'react-aria-components';
import { useSelf, useSession } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { MenuButton } from '../../shared/ui/menu-button.js';
import { useOpen } from '../../shared/work/use-work.js';
import { openPalette } from './overlay.js';
import css from './top-bar.module.css';

/** Station, search, and who is signed in. */
export function TopBar() {
  const t = useText();
  const session = useSession();
  const self = useSelf();
  const open = useOpen();
  const stations = self.stations.map(({ id, code, name }) => ({ id, code, text: `${code} · ${name}` }));
  const here = stations.find(({ id }) => id === self.stationId);
  return (
    <header className={css['bar'] ?? ''}>
      <span className={css['brand'] ?? ''}>Navette</span>
      <MenuButton
        kind="quiet"
        text={here?.text ?? ''}
        label={t('app.station', { name: here?.text ?? '' })}
        entries={stations}
        current={self.stationId}
        onChoose={(id) => {
          const chosen = stations.find((station) => station.id === id);
          if (chosen !== undefined && id !== self.stationId) void session.switchStation(chosen.code);
        }}
      />
      <AriaButton className={css['search'] ?? ''} onPress={openPalette}>
        <Search aria-hidden size="1.1em" />
        <span>{t('app.search')}</span>
        <kbd>Ctrl K</kbd>
      </AriaButton>
      <MenuButton
        kind="quiet"
        icon={CircleUserRound}
        text={self.name}
        label={t('app.user', { name: self.name })}
        entries={[
          { id: 'account', text: t('account.title') },
          { id: 'preferences', text: t('app.rail.preferences') },
          { id: 'sign-out', text: t('app.sign-out') },
        ]}
        onChoose={(id) => {
          if (id === 'sign-out') void session.signOut();
          else open(`/${id}`);
        }}
      />
    </header>
  );
}
