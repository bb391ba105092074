import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import {
  addressVariables,
  defaultOf,
  processVariables,
  serviceVariables,
  sharedVariables,
} from '@navette/platform/config';
import { scripts } from '../../config/variables.mjs';
import { services } from '../../dev/services.mjs';
import { root as checkout } from '../_check.mjs';
import { k8s } from '../k8s.mjs';

/** The real manifests with one thing wrong at a time: whatever is refused here would have passed unseen otherwise. */
const STOCK = 'base/stock/deployable.yaml';
const CONFIGURATION = 'base/shared/configuration.yaml';
const WRONG = [
  [STOCK, 'replicas: 2', 'replicas: two', 'replicas must be integer'],
  [STOCK, 'replicas: 2', 'replica: 2', 'Deployment.spec.replica is no field of it'],
  [STOCK, 'apiVersion: apps/v1', 'apiVersion: apps/v2', 'there is no Deployment in apps/v2'],
  [STOCK, 'replicas: 2', 'replicas: 2\n  replicas: 3', 'Map keys must be unique'],
  [STOCK, 'image: navette:latest', 'image: navette:0.1.0', 'image is navette:latest'],
  [STOCK, 'args: [stock]', 'args: [solo]', 'args are [stock]'],
  [STOCK, 'path: /readyz', 'path: /healthz', 'startupProbe asks /readyz'],
  [STOCK, 'readinessProbe:', 'readynessProbe:', 'readinessProbe asks /healthz'],
  [STOCK, 'livenessProbe:\n            httpGet: { path: /healthz', 'livenessProbe:\n            httpGet: { path: /health', 'livenessProbe asks /healthz'], // prettier-ignore
  [STOCK, ', memory: 512Mi', '', 'resources.limits.memory is missing'],
  [STOCK, 'requests: { cpu: 100m, ', 'requests: { ', 'resources.requests.cpu is missing'],
  [STOCK, 'runAsNonRoot: true', 'runAsNonRoot: false', 'wants runAsNonRoot'],
  [STOCK, 'runAsUser: 1000', 'runAsUser: 0', 'wants runAsNonRoot'],
  [STOCK, 'allowPrivilegeEscalation: false', 'allowPrivilegeEscalation: true', 'wants allowPrivilegeEscalation'],
  [STOCK, 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: false', 'wants readOnlyRootFilesystem'],
  [STOCK, 'drop: [ALL]', 'drop: [ALL], add: [NET_RAW]', 'wants capabilities drop ALL'],
  [STOCK, 'type: RuntimeDefault', 'type: Unconfined', 'wants seccompProfile'],
  [STOCK, 'automountServiceAccountToken: false', 'automountServiceAccountToken: true', 'wants automountServiceAccountToken'], // prettier-ignore
  [STOCK, 'emptyDir: { sizeLimit: 64Mi }', 'hostPath: { path: /tmp }', 'wants volumes of emptyDir'],
  [STOCK, 'readOnlyRootFilesystem: true', 'readOnlyRootFilesystem: true\n            privileged: true', 'wants no user, privilege'], // prettier-ignore
  [STOCK, 'NAVETTE_STOCK_CLIENT_SECRET', 'NAVETTE_STOCK_CLIENT_SECRETS', 'NAVETTE_STOCK_CLIENT_SECRET is missing'],
  [STOCK, 'NAVETTE_STOCK_CLIENT_SECRET', 'NAVETTE_STOCK_CLIENT_SECRETS', 'NAVETTE_STOCK_CLIENT_SECRETS is not read'],
  [STOCK, 'NAVETTE_STOCK_CLIENT_SECRET', 'NAVETTE_PARTIES_CLIENT_SECRET', 'NAVETTE_PARTIES_CLIENT_SECRET is not read by stock'], // prettier-ignore
  [STOCK, 'NAVETTE_STOCK_DATABASE_APP_PASSWORD', 'NAVETTE_STOCK_DATABASE_OWNER_PASSWORD', 'is not for a running service'], // prettier-ignore
  [STOCK, 'key: NAVETTE_NATS_URL', 'key: NATS_URL', 'NAVETTE_NATS_URL comes from a key of another name'],
  [STOCK, 'valueFrom: { secretKeyRef: { name: navette-stock, key: NAVETTE_NATS_URL } }', "value: 'nats://a:b@nats'", 'NAVETTE_NATS_URL is a secret'], // prettier-ignore
  [STOCK, 'name: navette-databases', 'name: navette', 'no NAVETTE_STOCK_DATABASE_URL in ConfigMap navette'],
  [STOCK, 'configMapRef: { name: navette }', 'secretRef: { name: navette }', 'envFrom is the ConfigMap'],
  [STOCK, "value: '9090'", "value: '9091'", 'port grpc is 9090, but NAVETTE_STOCK_GRPC_PORT 9091'],
  [STOCK, 'targetPort: grpc', 'targetPort: http', 'its Service leads port grpc elsewhere'],
  [STOCK, 'port: 9090, targetPort', 'port: 9191, targetPort', 'NAVETTE_STOCK_GRPC_URL is stock:9191'],
  [STOCK, 'selector: { app.kubernetes.io/name: stock }', 'selector: { app.kubernetes.io/name: stocks }', 'selects other pods'], // prettier-ignore
  [STOCK, 'maxUnavailable: 1\n', 'maxUnavailable: 2\n', 'of several replicas one alone may be drained'],
  [STOCK, 'kind: Service\n', 'kind: ConfigMap\n', '0 of Service stock instead of one'],
  [STOCK, 'name: stock\n', 'name: stocks\n', 'Deployment stocks is none of'],
  [CONFIGURATION, "NAVETTE_STREAM_REPLICAS: '3'", "NAVETTE_STREAM_REPLICAS: '1'", 'NAVETTE_STREAM_REPLICAS is 3'],
  [CONFIGURATION, 'NAVETTE_LISTEN: 0.0.0.0', 'NAVETTE_LISTEN: 127.0.0.1', 'NAVETTE_LISTEN is 0.0.0.0'],
  [CONFIGURATION, 'NAVETTE_LISTEN: 0.0.0.0', 'NAVETTE_LISTEN: 0.0.0.0\n  NAVETTE_CRASH_AT: a:1', 'NAVETTE_CRASH_AT is not for a running'], // prettier-ignore
  [CONFIGURATION, 'NAVETTE_LISTEN: 0.0.0.0', 'NAVETTE_LISTEN: 0.0.0.0\n  NAVETTE_NATS_URL: nats://a:b@nats', 'is a secret in a ConfigMap'], // prettier-ignore
  [CONFIGURATION, 'NAVETTE_STOCK_GRPC_URL: stock:9090', 'NAVETTE_STOCK_GRPC_URL: stocks:9090', 'NAVETTE_STOCK_GRPC_URL is stock:9090'], // prettier-ignore
  [CONFIGURATION, 'kind: ConfigMap', 'kind: Secret', 'a secret is named here'],
  ['base/migrate/job.yaml', 'name: NAVETTE_STOCK_DATABASE_OWNER_PASSWORD', 'name: NAVETTE_STOCK_DATABASE_OWNERS_PASSWORD', 'NAVETTE_STOCK_DATABASE_OWNER_PASSWORD is missing'], // prettier-ignore
  ['base/seed/job.yaml', 'name: NAVETTE_API_CLIENT_SECRET', 'name: NAVETTE_API_SECRET', 'NAVETTE_API_CLIENT_SECRET is missing'], // prettier-ignore
  ['base/kustomization.yaml', '  - stock/deployable.yaml\n', '', 'no kustomization.yaml lists it'],
  ['base/kustomization.yaml', 'stock/deployable.yaml', 'stock/deployable.yml', 'is listed by a kustomization.yaml and not there'], // prettier-ignore
];

const KEYS = { identity: 'NAVETTE_IDENTITY_SECRET_KEY', notifications: 'NAVETTE_NOTIFICATIONS_SECRET_KEY' };
const SCRIPT_VARIABLES = {
  migrate: ['NAVETTE_ADMIN_DATABASE_URL'],
  seed: ['USER_PASSWORD', 'MANUFACTURER_CLIENT_SECRET', 'SMTP_HOST', 'SMTP_PORT'].map((one) => `NAVETTE_SEED_${one}`),
};
const documented = (variables) =>
  Object.entries(variables).map(([name, one]) => ({ name, secret: one.secret === true, ...defaultOf(one) }));
const named = (names) => names.map((name) => ({ name, secret: !/SMTP/.test(name), required: true }));
const registry = [
  { service: null, variables: documented({ ...sharedVariables, ...processVariables }) },
  ...services.map(({ name, database }) => ({
    service: name,
    variables: [
      ...documented({ ...serviceVariables(name, database), ...addressVariables(name, database) }),
      ...named(name in KEYS ? [KEYS[name]] : []),
    ],
  })),
  ...scripts({ seededServices: ['identity', 'parties', 'notifications', 'device-gateway', 'stock'] }, () => []).map(
    (one) => ({ ...one, variables: named(SCRIPT_VARIABLES[one.service]) }),
  ),
];

let root;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'navette-k8s-'));
  await cp(join(checkout, 'k8s'), join(root, 'k8s'), { recursive: true });
});
afterAll(() => rm(root, { recursive: true }));

const problems = async () => (await k8s({ root, read: () => registry })).problems.map((one) => one.problem);

describe('k8s', () => {
  it('passes the manifests as they are', async () => {
    expect(await problems()).toEqual([]);
  });

  it.each(WRONG)('%s refuses instead of %j: %j', async (path, right, wrong, problem) => {
    const file = join(root, 'k8s', path);
    const text = await readFile(file, 'utf8');
    expect(text).toContain(right);
    await writeFile(file, text.replace(right, wrong));
    try {
      expect(await problems()).toContainEqual(expect.stringContaining(problem));
    } finally {
      await writeFile(file, text);
    }
  });
});
