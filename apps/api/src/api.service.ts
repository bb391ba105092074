import { url } from '@navette/platform/config';
import { CONFIG, type ServiceConfig, type ServiceDefinition } from '@navette/platform/service';
import { apiControllers } from './controllers.js';
import { LiveStreams } from './live/live-streams.js';
import { StatusPage } from './status/status-page.http.js';
import { OpenApiHttp } from './openapi.http.js';
import { RefreshCookie, sessionVariables } from './session/refresh-cookie.js';
import { WebPages } from './web/web-pages.http.js';

/** HTTP edge of the web app: sessions, REST to gRPC, and the pages themselves, which take every path left. It keeps no data. */
export const apiService: ServiceDefinition = {
  name: 'api',
  variables: {
    ...sessionVariables,
    NAVETTE_API_SOURCE_URL: {
      schema: url.optional(),
      about:
        'where the source of what runs can be had; `/about` shows it (AGPL-3.0 § 13), and who changed the code sets it',
    },
  },
  providers: [
    LiveStreams,
    { provide: RefreshCookie, useFactory: ({ env }: ServiceConfig) => new RefreshCookie(env), inject: [CONFIG] },
  ],
  followsEvents: true,
  http: [...apiControllers, OpenApiHttp, StatusPage, WebPages],
};
