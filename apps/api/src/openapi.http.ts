import { Public } from '@navette/platform/auth';
import { openApiDocument } from '@navette/platform/http';
import { Controller, Get } from '@nestjs/common';
import { apiControllers } from './controllers.js';

@Controller('api/v1')
export class OpenApiHttp {
  readonly #document = apiDocument();

  /** OpenAPI 3.1 of this edge. */
  @Get('openapi.json')
  @Public('the contract is public')
  document(): object {
    return this.#document;
  }
}

/** WE-12: OpenAPI 3.1 of the web app's routes. */
export function apiDocument(): object {
  return openApiDocument({ title: 'Navette', version: '1' }, apiControllers);
}
