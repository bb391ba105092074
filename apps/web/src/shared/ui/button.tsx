import type { LucideIcon } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton, Tooltip, TooltipTrigger, type ButtonProps as AriaProps } from 'react-aria-components';
import css from './button.module.css';

interface ButtonProps extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  readonly kind?: 'primary' | 'normal' | 'quiet' | 'danger';
  readonly icon?: LucideIcon;
  readonly children: ReactNode;
}

export function Button({ kind = 'normal', icon: Icon, children, ...props }: ButtonProps) {
  return (
    <AriaButton {...props} className={`${css['button'] ?? ''} ${css[kind] ?? ''}`}>
      {Icon && <Icon aria-hidden size="1.15em" />}
      <span>{children}</span>
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaProps, 'children' | 'className' | 'style'> {
  readonly icon: LucideIcon;
  /** Said to screen readers, and shown on hover and focus. */
  readonly label: string;
  /** Without a frame unless given. */
  readonly kind?: 'primary' | 'normal';
}

export function IconButton({ icon: Icon, label, kind, ...props }: IconButtonProps) {
  return (
    <TooltipTrigger delay={400}>
      <AriaButton
        {...props}
        aria-label={label}
        className={`${css['button'] ?? ''} ${css['icon'] ?? ''} ${css[kind ?? 'bare'] ?? ''}`}
      >
        <Icon aria-hidden size="1.25em" />
      </AriaButton>
      <Tooltip className={css['tooltip'] ?? ''} offset={6}>
        {label}
      </Tooltip>
    </TooltipTrigger>
  );
}
