import { Public } from '@navette/platform/auth';
import { openApiDocument } from '@navette/platform/http';
import { Controller, Get } from '@nestjs/common';
import { MissionOrdersHttp } from './mission-orders/mission-orders.http.js';
import { OAuthHttp } from './oauth/oauth.http.js';
import { PartsOrdersHttp } from './parts-orders/parts-orders.http.js';

/** The public routes; the contract is made of them. */
export const gatewayControllers = [OAuthHttp, MissionOrdersHttp, PartsOrdersHttp];

@Controller('v1')
export class OpenApiHttp {
  readonly #document = gatewayDocument();

  @Get('openapi.json')
  @Public('the contract is public')
  document(): object {
    return this.#document;
  }
}

/** GW-1: OpenAPI 3.1 of the gateway. */
export function gatewayDocument(): object {
  const document = openApiDocument(
    { title: 'Navette gateway', version: '1' },
    gatewayControllers,
    '/v1/oauth/token',
  ) as {
    paths: Record<
      string,
      { post?: { requestBody: { content: Record<string, unknown> }; responses: Record<string, unknown> } }
    >;
  };
  const token = document.paths['/v1/oauth/token']?.post;
  if (token === undefined) throw new Error('the token route is not in the document');
  // The one route whose form is RFC 6749's and not ours.
  token.requestBody.content = { 'application/x-www-form-urlencoded': token.requestBody.content['application/json'] };
  token.responses['default'] = {
    description: 'Refused, as RFC 6749 §5.2',
    content: {
      'application/json': {
        schema: {
          type: 'object',
          properties: { error: { type: 'string' }, error_description: { type: 'string' } },
          required: ['error'],
        },
      },
    },
  };
  return document;
}
