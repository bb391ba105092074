import { z } from 'zod';
import { envName, text, type Variables } from './config.js';

/** Addresses under which the other services, and the edge's own page, find one. */
export function addressVariables(service: string, database: boolean): Variables {
  const name = `NAVETTE_${envName(service)}`;
  return {
    ...(database && {
      [`${name}_GRPC_URL`]: {
        schema: text.optional(),
        about: `host:port of ${service}'s gRPC server, for those who call it`,
      },
    }),
    [`${name}_HTTP_URL`]: {
      schema: z.url().optional(),
      about: `address of ${service}'s HTTP server, for the page of states`,
    },
  };
}

/** Read by a process before any service starts in it. */
export const processVariables = {
  OTEL_EXPORTER_OTLP_ENDPOINT: {
    schema: z.url().optional(),
    about: 'where traces are sent; without it nothing is traced and nothing is sent',
  },
  OTEL_SERVICE_NAME: {
    schema: text.optional(),
    about: 'name of the process in traces, where it is not that of its service (`navette` with all in one)',
  },
  NAVETTE_CRASH_LOG: {
    schema: text.optional(),
    about: 'for crash tests: file that notes each point passed where a crash can be made',
  },
  NAVETTE_CRASH_AT: {
    schema: z
      .string()
      .regex(/^.+:\d+$/)
      .optional(),
    about: 'for crash tests: `<point>:<n>` kills the process at the n-th passage of that point',
  },
  NAVETTE_CRASH_WHILE: {
    schema: text.optional(),
    about: 'for crash tests: file while which exists passages are counted; without it, always',
  },
} satisfies Variables;

/** What stands for a variable that is not set: its default, or nothing where it is needed or may be left out. */
export function defaultOf({ schema }: Variables[string]): { required: boolean; value: string } {
  const absent = schema.safeParse(undefined);
  return { required: !absent.success, value: absent.data === undefined ? '' : String(absent.data) };
}
