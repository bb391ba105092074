import { Public } from '@navette/platform/auth';
import { envName } from '@navette/platform/config';
import { CONFIG, type ServiceConfig } from '@navette/platform/service';
import { Controller, Get, Header, Inject } from '@nestjs/common';

const SERVICES = [
  'identity',
  'parties',
  'interventions',
  'stock',
  'billing',
  'accounting',
  'notifications',
  'device-gateway',
] as const;

/** The state of each service and where the contracts are. */
@Controller()
export class StatusPage {
  constructor(@Inject(CONFIG) private readonly config: ServiceConfig) {}

  @Get('status')
  @Public('it shows states only')
  @Header('content-type', 'text/html; charset=utf-8')
  @Header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'")
  async page(): Promise<string> {
    const states = await Promise.all(SERVICES.map(async (name) => ({ name, ready: await this.#ready(name) })));
    const gateway = this.#url('device-gateway');
    return `<!doctype html>
<html lang="fr">
<head>
<meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Navette</title>
<style>
  body { font: 14px/1.5 system-ui, sans-serif; max-width: 46rem; margin: 3rem auto; padding: 0 1rem; color: #1b2733 }
  table { border-collapse: collapse; width: 100% } td { padding: 6px 12px 6px 0; border-bottom: 1px solid #d8e0e8 }
  .up { color: #146c2e } .down { color: #b3261e } a { color: #1f5f93 } code { background: #eef2f6; padding: 1px 4px }
</style>
</head>
<body>
<h1>Navette</h1>
<h2>Services</h2>
<table>${states.map(({ name, ready }) => row(name, ready)).join('')}</table>
<h2>Contrats</h2>
<ul>
  <li><a href="/api/v1/openapi.json">API de l’application (OpenAPI 3.1)</a></li>
  ${gateway === undefined ? '' : `<li><a href="${gateway}/v1/openapi.json">API des constructeurs (OpenAPI 3.1)</a></li>`}
</ul>
<h2>Exploitation</h2>
<p>Sagas et messages en échec : <code>./navette sagas list</code>, <code>./navette dead-letters list</code>, ou
<code>GET /api/v1/operations/{service}/sagas</code>.</p>
<p><a href="/about">Licence et code source</a></p>
</body>
</html>`;
  }

  /** AGPL-3.0 § 13: whoever uses the service over a network is offered its source. */
  @Get('about')
  @Public('everybody may have the source')
  about(): object {
    return { name: 'Navette', licence: 'AGPL-3.0-or-later', source: this.config.env['NAVETTE_API_SOURCE_URL'] ?? null };
  }

  async #ready(service: string): Promise<boolean> {
    const url = this.#url(service);
    if (url === undefined) return false;
    try {
      return (await fetch(`${url}/readyz`, { signal: AbortSignal.timeout(800) })).ok;
    } catch {
      return false;
    }
  }

  #url(service: string): string | undefined {
    return this.config.env[`NAVETTE_${envName(service)}_HTTP_URL`];
  }
}

function row(name: string, ready: boolean): string {
  return `<tr><td>${name}</td><td class="${ready ? 'up' : 'down'}">${ready ? '● en service' : '○ ne répond pas'}</td></tr>`;
}
