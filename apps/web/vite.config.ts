import { fileURLToPath } from 'node:url';
import locales from '@react-aria/optimize-locales-plugin';
import { defineConfig } from 'vite';

const source = (lib: string) => fileURLToPath(new URL(`../../libs/${lib}/src/index.ts`, import.meta.url));

/** Built once per checkout and served by `api`; `NAVETTE_API_URL` lets `vite dev` work against a running system. */
export default defineConfig({
  plugins: [locales.vite({ locales: ['fr-FR', 'en-GB'] })],
  resolve: { alias: { '@navette/api-client': source('api-client'), '@navette/api-schema': source('api-schema') } },
  build: {
    target: 'es2023',
    manifest: true,
    modulePreload: { polyfill: false },
    // Spreadsheets are written by a large library, loaded when somebody exports; `check pages` weighs what pages load.
    chunkSizeWarningLimit: 1_500,
    // Packages say "use client" to servers that render; there is none here.
    rolldownOptions: {
      checks: { moduleLevelDirective: false },
      // Whoever imports a file names it: without what it is called each page weighs 2 kB less. The manifest tells which is which.
      output: { chunkFileNames: 'assets/[hash:8].js', assetFileNames: 'assets/[hash:8][extname]' },
    },
  },
  server: { proxy: { '/api': { target: process.env['NAVETTE_API_URL'] ?? 'http://127.0.0.1:8080' } } },
});
