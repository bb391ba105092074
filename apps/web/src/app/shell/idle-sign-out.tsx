import { useEffect } from 'react';
import { useSelf, useSession } from '../../shared/api/session.js';

const EVENTS = ['pointerdown', 'keydown', 'wheel'] as const;
const KEY = 'navette.used-at';
const CHECK_MS = 5_000;
/** A page that is used need not say so more often. */
const NOTE_MS = 2_000;

/** WE-7, ID-6: signs out after the person's idle time, counted over all windows of the browser. */
export function IdleSignOut() {
  const session = useSession();
  const { idleMinutes } = useSelf();
  useEffect(() => {
    const usedAt = () => Number(localStorage.getItem(KEY) ?? 0);
    const note = () => {
      if (Date.now() - usedAt() > NOTE_MS) localStorage.setItem(KEY, String(Date.now()));
    };
    note();
    for (const event of EVENTS) window.addEventListener(event, note, { passive: true });
    const timer = setInterval(() => {
      if (Date.now() - usedAt() > idleMinutes * 60_000) void session.signOut('idle');
    }, CHECK_MS);
    return () => {
      clearInterval(timer);
      for (const event of EVENTS) window.removeEventListener(event, note);
    };
  }, [session, idleMinutes]);
  return null;
}
