import { ChevronDown, type LucideIcon } from 'lucide-react';
import { Button as AriaButton, Menu, MenuItem, MenuTrigger, Popover } from 'react-aria-components';
import css from './menu-button.module.css';

export interface MenuEntry {
  readonly id: string;
  readonly text: string;
}

interface MenuButtonProps {
  readonly text: string;
  /** What screen readers say, where the text alone is not enough. */
  readonly label?: string;
  readonly icon?: LucideIcon;
  readonly entries: readonly MenuEntry[];
  /** The entry that holds now; marked. */
  readonly current?: string;
  readonly onChoose: (id: string) => void;
  readonly isDisabled?: boolean;
  readonly kind?: 'normal' | 'quiet';
}

/** A button that opens a list of things to choose from. */
export function MenuButton({
  text,
  label,
  icon: Icon,
  entries,
  current,
  onChoose,
  isDisabled = false,
  kind = 'normal',
}: MenuButtonProps) {
  return (
    <MenuTrigger>
      <AriaButton
        className={`${css['button'] ?? ''} ${css[kind] ?? ''}`}
        isDisabled={isDisabled}
        {...(label !== undefined && { 'aria-label': label })}
      >
        {Icon && <Icon aria-hidden size="1.15em" />}
        <span>{text}</span>
        <ChevronDown aria-hidden size="1em" />
      </AriaButton>
      <Popover className={css['popover'] ?? ''}>
        <Menu
          className={css['menu'] ?? ''}
          items={entries}
          {...(current !== undefined && { selectionMode: 'single' as const, selectedKeys: [current] })}
          onAction={(id) => {
            onChoose(String(id));
          }}
        >
          {({ id, text: entry }) => (
            <MenuItem id={id} textValue={entry} className={css['entry'] ?? ''}>
              {entry}
            </MenuItem>
          )}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}
