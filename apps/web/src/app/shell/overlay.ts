/** Whether the palette or the sheet of shortcuts is open; both are one at a time. */
export type Overlay = 'none' | 'palette' | 'shortcuts';

let overlay: Overlay = 'none';
const listeners = new Set<() => void>();

export const overlayNow = (): Overlay => overlay;

export function setOverlay(next: Overlay): void {
  overlay = next;
  for (const listener of listeners) listener();
}

export const openPalette = (): void => {
  setOverlay('palette');
};

export function subscribeOverlay(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
