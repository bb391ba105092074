/**
 * The manifests of k8s/ are what Kubernetes accepts, and what the code needs: each deployable is there, gets every variable
 * it does not start without and none that it does not read, listens where its Service looks, and may do no more than it must.
 */
import { readFile } from 'node:fs/promises';
import { dirname, join, normalize } from 'node:path';
import { parseAllDocuments } from 'yaml';
import { services as ours, variablePart } from '../dev/services.mjs';
import { count, filesUnder, runAsProgram } from './_check.mjs';
import { schemaProblems } from './_k8s-schema.mjs';
import { compiledSections } from './configuration.mjs';

const CONFIG = 'navette';
const JOBS = ['migrate', 'seed'];

export async function k8s({ root, read = compiledSections, services = ours }) {
  const registry = await read(root);
  if (registry === undefined) return { problems: [{ path: 'k8s', problem: 'the code does not compile: see types' }], summary: 'k8s' }; // prettier-ignore
  const paths = await filesUnder(root, ['k8s'], (path) => /\.ya?ml$/.test(path));
  const problems = [];
  const documents = [];
  for (const path of paths) {
    const report = (problem) => problems.push({ path, problem });
    for (const document of parseAllDocuments(await readFile(join(root, path), 'utf8'))) {
      for (const { message } of [...document.errors, ...document.warnings]) report(message);
      if (document.errors.length === 0) documents.push({ path, report, ...document.toJS() });
    }
  }
  const all = documents.filter(({ kind }) => kind !== 'Kustomization');
  for (const { path: _path, report, ...document } of all) for (const one of await schemaProblems(document)) report(one);
  unlisted(paths, documents.filter(({ kind }) => kind === 'Kustomization')); // prettier-ignore
  for (const { kind, report } of all) if (kind === 'Secret') report('a secret is named here, its content never is');
  presence(all);
  for (const workload of all.filter(({ kind }) => kind === 'Deployment' || kind === 'Job')) judge(workload, all);
  return { problems, summary: `k8s: ${count(all.length, 'document')}` };

  /** A file that no kustomization lists is applied by nobody. */
  function unlisted(files, kustomizations) {
    const listed = new Set(kustomizations.flatMap(({ path, resources = [] }) => resources.map((one) => normalize(join(dirname(path), one))))); // prettier-ignore
    for (const path of files) {
      if (!path.endsWith('/kustomization.yaml') && !listed.has(path)) problems.push({ path, problem: 'no kustomization.yaml lists it' }); // prettier-ignore
    }
    for (const path of listed) {
      const there = files.some((file) => file === path || file === `${path}/kustomization.yaml`);
      if (!there) problems.push({ path, problem: 'is listed by a kustomization.yaml and not there' });
    }
  }

  function presence(found) {
    const kinds = {
      Deployment: services.map(({ name }) => name),
      Service: services.map(({ name }) => name),
      Job: JOBS,
    };
    for (const [kind, names] of Object.entries(kinds)) {
      for (const name of names) {
        const n = found.filter((one) => one.kind === kind && one.metadata?.name === name).length;
        if (n !== 1) problems.push({ path: `k8s/base/${name}`, problem: `${n} of ${kind} ${name} instead of one` });
      }
      for (const { report, metadata } of found.filter((one) => one.kind === kind)) {
        if (!names.includes(metadata?.name)) report(`${kind} ${metadata?.name} is none of ${names.join(', ')}`);
      }
    }
  }

  function judge({ kind, report, metadata, spec }, found) {
    const role = metadata?.name;
    const pod = spec?.template?.spec ?? {};
    const labels = spec?.template?.metadata?.labels ?? {};
    const containers = [...(pod.initContainers ?? []), ...(pod.containers ?? [])];
    if (containers.length !== 1) report('one container runs one role');
    const [container = {}] = containers;
    if (container.image !== 'navette:latest') report('image is navette:latest, which an overlay replaces everywhere');
    if (container.args?.join() !== role || container.command) report(`args are [${role}], and nothing else: the role`);
    leastPrivilege(pod, container, report);
    for (const what of ['cpu', 'memory']) {
      for (const bound of ['requests', 'limits']) {
        if (!container.resources?.[bound]?.[what]) report(`resources.${bound}.${what} is missing`);
      }
    }
    const values = environmentOf(container, role, found, report);
    if (kind === 'Job') return;
    probes(container, report);
    ports(role, container, values, labels, found, report);
    if (spec.selector?.matchLabels?.['app.kubernetes.io/name'] !== role || !matches(spec.selector?.matchLabels, labels)) report('selector and labels of the pods differ'); // prettier-ignore
    const budget = found.find((one) => one.kind === 'PodDisruptionBudget' && matches(one.spec?.selector?.matchLabels, labels)); // prettier-ignore
    if (spec.replicas > 1 && budget?.spec?.maxUnavailable !== 1) report('of several replicas one alone may be drained: PodDisruptionBudget with maxUnavailable 1'); // prettier-ignore
  }

  function leastPrivilege(pod, container, report) {
    const user = pod.securityContext ?? {};
    const may = container.securityContext ?? {};
    const must = {
      'automountServiceAccountToken: false': pod.automountServiceAccountToken === false,
      'runAsNonRoot: true with a runAsUser': user.runAsNonRoot === true && user.runAsUser > 0,
      'seccompProfile RuntimeDefault': user.seccompProfile?.type === 'RuntimeDefault',
      'allowPrivilegeEscalation: false': may.allowPrivilegeEscalation === false,
      'readOnlyRootFilesystem: true': may.readOnlyRootFilesystem === true,
      'capabilities drop ALL and add none': may.capabilities?.drop?.join() === 'ALL' && !may.capabilities.add,
      'no user, privilege or host of its own': !may.privileged && may.runAsUser === undefined && may.runAsNonRoot === undefined && !pod.hostNetwork && !pod.hostPID && !pod.hostIPC, // prettier-ignore
      'volumes of emptyDir alone, with a size': (pod.volumes ?? []).every(({ emptyDir }) => emptyDir?.sizeLimit),
    };
    for (const [rule, kept] of Object.entries(must)) if (!kept) report(`wants ${rule}`);
  }

  /** Started once database and bus have answered; then it takes work, whatever is away. */
  function probes(container, report) {
    const paths = { startupProbe: '/readyz', readinessProbe: '/healthz', livenessProbe: '/healthz' };
    for (const [probe, path] of Object.entries(paths)) {
      const get = container[probe]?.httpGet;
      if (get?.path !== path || get.port !== 'http') report(`${probe} asks ${path} at port http`);
    }
  }

  /** Values of what the container is given, by name; those from elsewhere are undefined. */
  function environmentOf(container, role, found, report) {
    const maps = new Map(found.filter(({ kind }) => kind === 'ConfigMap').map((one) => [one.metadata?.name, one.data ?? {}])); // prettier-ignore
    const values = new Map();
    const from = container.envFrom ?? [];
    if (from.length !== 1 || from[0].configMapRef?.name !== CONFIG) report(`envFrom is the ConfigMap ${CONFIG} alone`);
    for (const [name, value] of Object.entries(maps.get(CONFIG) ?? {})) values.set(name, value);
    const known = variablesOf(role);
    for (const { name, value, valueFrom } of container.env ?? []) {
      if (values.has(name)) report(`${name} is given twice`);
      const reference = valueFrom?.configMapKeyRef;
      if (reference && maps.get(reference.name)?.[reference.key] === undefined) report(`${name}: no ${reference.key} in ConfigMap ${reference.name}`); // prettier-ignore
      const key = (reference ?? valueFrom?.secretKeyRef)?.key;
      if (valueFrom && key !== name) report(`${name} comes from a key of another name`);
      if (known.get(name)?.secret && !valueFrom?.secretKeyRef) report(`${name} is a secret and comes from no Secret`);
      values.set(name, value ?? maps.get(reference?.name)?.[reference?.key]);
    }
    for (const name of values.keys()) {
      if (!known.has(name)) report(`${name} is not read by ${role}`);
      else if (maps.get(CONFIG)?.[name] !== undefined && known.get(name).secret)
        report(`${name} is a secret in a ConfigMap`);
      if (/CRASH/.test(name) || (!JOBS.includes(role) && /_OWNER_PASSWORD$/.test(name))) report(`${name} is not for a running service`); // prettier-ignore
    }
    for (const [name, { required }] of known) if (required && !values.has(name)) report(`${name} is missing`);
    for (const [name, value] of Object.entries({ NAVETTE_LISTEN: '0.0.0.0', NAVETTE_STREAM_REPLICAS: '3' })) {
      if (values.get(name) !== value) report(`${name} is ${value}`);
    }
    return values;
  }

  /** What a role may be given, by name: its own and everybody's variables, and the addresses of all. */
  function variablesOf(role) {
    const own = registry.find(({ service }) => service === role);
    const isJob = JOBS.includes(role);
    const known = new Map();
    for (const { service, variables } of registry) {
      for (const one of variables) {
        const needed = own?.needs?.includes(one.name);
        if (service === null) known.set(one.name, { ...one, required: one.required && (!isJob || needed) });
        else if (service === role || /_(GRPC|HTTP)_URL$/.test(one.name)) known.set(one.name, one);
        else if (needed) known.set(one.name, { ...one, required: true });
      }
    }
    return known;
  }

  /** Where it listens is what its Service sends to, and what others call. */
  function ports(role, container, values, labels, found, report) {
    const service = found.find(({ kind, metadata }) => kind === 'Service' && metadata?.name === role);
    if (service && !matches(service.spec?.selector, labels)) report('its Service selects other pods');
    const { database } = services.find(({ name }) => name === role) ?? {};
    const names = database ? ['http', 'grpc'] : ['http'];
    const listed = (container.ports ?? []).map(({ name }) => name);
    if (listed.join() !== names.join()) report(`ports are ${names.join(' and ')}`);
    for (const name of names) {
      const part = `NAVETTE_${variablePart(role)}_${name.toUpperCase()}`;
      const own = container.ports?.find((one) => one.name === name)?.containerPort;
      if (values.get(`${part}_PORT`) !== String(own)) report(`port ${name} is ${own}, but ${part}_PORT ${values.get(`${part}_PORT`)}`); // prettier-ignore
      const entry = service?.spec?.ports?.find((one) => one.name === name);
      if (entry?.targetPort !== name) report(`its Service leads port ${name} elsewhere`);
      const address = `${name === 'http' ? 'http://' : ''}${role}:${entry?.port}`;
      if (values.get(`${part}_URL`) !== address) report(`${part}_URL is ${address}`);
    }
  }
}

const matches = (selector, labels) => Object.entries(selector ?? { '': '' }).every(([key, value]) => labels[key] === value); // prettier-ignore

await runAsProgram(import.meta, k8s);
