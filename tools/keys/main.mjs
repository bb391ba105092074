/** `./navette keys`: a program of the suite itself, which runs in an image too (`run.mjs keys`). */
await import('../../apps/solo/dist/keys.js');
