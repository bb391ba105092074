import { ChevronDown, CircleUserRound, Search } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import { useSelf, useSession } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { useOpen } from '../../shared/work/use-work.js';
import { openPalette } from './overlay.js';
import css from './top-bar.module.css';

/** Station, search, and who is signed in. */
export function TopBar() {
  const t = useText();
  const session = useSession();
  const self = useSelf();
  const open = useOpen();
  const here = self.stations.find(({ id }) => id === self.stationId);
  return (
    <header className={css['bar'] ?? ''}>
      <span className={css['brand'] ?? ''}>Navette</span>
      <MenuTrigger>
        <AriaButton className={css['button'] ?? ''} aria-label={t('app.station', { name: here?.name ?? '' })}>
          <b>{here?.code}</b> <span className={css['long'] ?? ''}>{here?.name}</span>
          <ChevronDown aria-hidden size="1em" />
        </AriaButton>
        <Popover className={css['popover'] ?? ''}>
          <Menu
            className={css['menu'] ?? ''}
            items={self.stations}
            selectionMode="single"
            selectedKeys={[self.stationId]}
            onAction={(id) => {
              const station = self.stations.find((one) => one.id === id);
              if (station !== undefined && station.id !== self.stationId) void session.switchStation(station.code);
            }}
          >
            {({ id, code, name }) => (
              <MenuItem id={id} textValue={`${code} ${name}`} className={css['item'] ?? ''}>
                <b>{code}</b> {name}
              </MenuItem>
            )}
          </Menu>
        </Popover>
      </MenuTrigger>
      <AriaButton className={css['search'] ?? ''} onPress={openPalette}>
        <Search aria-hidden size="1.1em" />
        <span>{t('app.search')}</span>
        <kbd>Ctrl K</kbd>
      </AriaButton>
      <MenuTrigger>
        <AriaButton className={css['button'] ?? ''} aria-label={t('app.user', { name: self.name })}>
          <CircleUserRound aria-hidden size="1.25em" />
          <span className={css['long'] ?? ''}>{self.name}</span>
          <ChevronDown aria-hidden size="1em" />
        </AriaButton>
        <Popover className={css['popover'] ?? ''} placement="bottom end">
          <Menu
            className={css['menu'] ?? ''}
            onAction={(key) => {
              if (key === 'preferences') open('/preferences');
              else void session.signOut();
            }}
          >
            <MenuItem id="preferences" className={css['item'] ?? ''}>
              {t('app.rail.preferences')}
            </MenuItem>
            <MenuItem id="sign-out" className={css['item'] ?? ''}>
              {t('app.sign-out')}
            </MenuItem>
          </Menu>
        </Popover>
      </MenuTrigger>
    </header>
  );
}
