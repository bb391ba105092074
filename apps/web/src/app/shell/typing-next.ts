import { useEffect } from 'react';
import { setInteractionModality } from 'react-aria-components';

/**
 * Whoever presses into a text field types next. React Aria would learn that by the first key and draw a list beneath anew
 * before answering it; it is told while nobody waits.
 */
export function useTypingNext(): void {
  useEffect(() => {
    const onFocus = ({ target }: FocusEvent) => {
      if (target instanceof HTMLInputElement && target.matches('[type=text], [type=search]'))
        requestIdleCallback(() => {
          if (document.activeElement === target) setInteractionModality('keyboard');
        });
    };
    document.addEventListener('focusin', onFocus);
    return () => {
      document.removeEventListener('focusin', onFocus);
    };
  }, []);
}
