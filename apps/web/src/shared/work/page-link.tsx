import type { MouseEvent, ReactNode } from 'react';
import { useOpen } from './use-work.js';

/** A link that opens its page in a tab of ours; with Ctrl or the middle button, in one of the browser's. */
export function PageLink({
  href,
  children,
  className,
}: {
  readonly href: string;
  readonly children: ReactNode;
  readonly className?: string | undefined;
}) {
  const open = useOpen();
  const onClick = (event: MouseEvent) => {
    if (event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(href);
  };
  return (
    <a href={href} onClick={onClick} className={className}>
      {children}
    </a>
  );
}
