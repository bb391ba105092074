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
    rolldownOptions: { checks: { moduleLevelDirective: false } },
  },
  server: { proxy: { '/api': { target: process.env['NAVETTE_API_URL'] ?? 'http://127.0.0.1:8080' } } },
});
