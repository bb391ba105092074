/* global self, caches */

/**
 * ST-14: keeps the page of a phone that counts, so that it opens where there is no network. Figures are none of its business:
 * the page keeps them by itself.
 */
const CACHE = 'navette-count';
const PAGE = '/count';
/** As long as a bad network may take for the page before the one that is kept is shown. */
const PATIENCE_MS = 4_000;

self.addEventListener('install', (event) => event.waitUntil(self.skipWaiting()));
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));

/** The page tells its files: what an older one was made of goes. */
self.addEventListener('message', (event) => event.waitUntil(keepOnly(event.data)));

self.addEventListener('fetch', (event) => {
  const { method, mode, url } = event.request;
  const { origin, pathname } = new URL(url);
  if (method !== 'GET' || origin !== self.location.origin) return;
  if (mode === 'navigate') event.respondWith(newest(event.request));
  else if (pathname.startsWith('/assets/')) event.respondWith(kept(event.request));
});

async function keepOnly(files) {
  const cache = await caches.open(CACHE);
  const wanted = new Set([PAGE, ...files]);
  for (const { url } of await cache.keys()) if (!wanted.has(new URL(url).pathname)) await cache.delete(url);
  for (const file of wanted) if ((await cache.match(file)) === undefined) await cache.add(file);
}

async function newest(request) {
  const cache = await caches.open(CACHE);
  try {
    const answer = await fetch(request, { signal: AbortSignal.timeout(PATIENCE_MS) });
    if (answer.ok) await cache.put(PAGE, answer.clone());
    return answer;
  } catch (error) {
    const page = await cache.match(PAGE);
    if (page === undefined) throw error;
    return page;
  }
}

/** Files are named by what is in them: one that is kept is never old. */
async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? fetch(request);
}
