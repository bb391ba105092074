import { useEffect, useEffectEvent, useRef, type RefObject } from 'react';
import { ScanReader } from './scan-reader.js';

type Field = HTMLInputElement | HTMLTextAreaElement;

const fieldOf = (target: EventTarget | null): Field | undefined =>
  target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement ? target : undefined;

/**
 * Hears what a scanner types wherever the focus is (ADR 49). The keys go into the field in focus as a person's would, since
 * nobody knows yet whose they are; once they are a scan, the field is what it was before.
 * @param own field for codes that are typed by hand: what stands in it already is the beginning of one
 */
export function useScanner(
  isOn: boolean,
  own: RefObject<HTMLInputElement | null>,
  onScan: (code: string) => void,
): void {
  const heard = useEffectEvent(onScan);
  const before = useRef<{ readonly field: Field; readonly value: string } | undefined>(undefined);
  useEffect(() => {
    if (!isOn) return;
    const reader = new ScanReader();
    const onKey = (event: KeyboardEvent) => {
      if (event.isComposing || event.repeat || event.ctrlKey || event.metaKey) return;
      const field = fieldOf(event.target);
      const pressed = reader.press(event);
      if (pressed === 'first') before.current = field && { field, value: field.value };
      // Outside of fields a letter is a command, and a space presses the button in focus.
      if (pressed === 'following' && field === undefined) {
        event.preventDefault();
        event.stopImmediatePropagation();
      }
      if (typeof pressed === 'string') return;
      if (field !== undefined && field === own.current && before.current?.value !== '') return;
      event.preventDefault();
      event.stopImmediatePropagation();
      if (before.current !== undefined) restore(before.current);
      before.current = undefined;
      heard(pressed.code);
    };
    window.addEventListener('keydown', onKey, { capture: true });
    return () => {
      window.removeEventListener('keydown', onKey, { capture: true });
    };
  }, [isOn, own]);
}

/** Sets a field as typing would: React hears of it. */
function restore({ field, value }: { readonly field: Field; readonly value: string }): void {
  const prototype = field instanceof HTMLInputElement ? HTMLInputElement.prototype : HTMLTextAreaElement.prototype;
  Object.getOwnPropertyDescriptor(prototype, 'value')?.set?.call(field, value);
  field.dispatchEvent(new Event('input', { bubbles: true }));
}
