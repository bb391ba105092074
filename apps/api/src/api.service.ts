import type { ServiceDefinition } from '@navette/platform/service';
import { apiControllers } from './controllers.js';
import { HomePage } from './home/home-page.http.js';
import { OpenApiHttp } from './openapi.http.js';

/** HTTP edge of the web app: sessions, REST to gRPC. It keeps no data. */
export const apiService: ServiceDefinition = {
  name: 'api',
  http: [...apiControllers, OpenApiHttp, HomePage],
};
