import { Public } from '@navette/platform/auth';
import { openApiDocument } from '@navette/platform/http';
import { Controller, Get } from '@nestjs/common';
import { apiControllers } from './controllers.js';

@Controller('api/v1')
export class OpenApiHttp {
  readonly #document = openApiDocument({ title: 'Navette', version: '1' }, apiControllers);

  /** OpenAPI 3.1 of this edge. */
  @Get('openapi.json')
  @Public('the contract is public')
  document(): object {
    return this.#document;
  }
}
