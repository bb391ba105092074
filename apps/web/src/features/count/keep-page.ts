/**
 * ST-14: has this page kept on the phone, so that it opens again where there is no network. A browser that knows no service
 * workers, or that was not reached by HTTPS, goes without.
 */
export async function keepPage(): Promise<void> {
  if (!('serviceWorker' in navigator)) return;
  await navigator.serviceWorker.register('/count-worker.js', { scope: '/count' });
  const { active } = await navigator.serviceWorker.ready;
  const loaded = performance.getEntriesByType('resource').map(({ name }) => new URL(name));
  const files = loaded.map(({ pathname }) => pathname).filter((path) => path.startsWith('/assets/'));
  active?.postMessage([...new Set(files)]);
}
