/** `./navette bootstrap`: a program of the suite itself, which runs in an image too (`run.mjs bootstrap`). */
await import('../../apps/solo/dist/bootstrap.js');
