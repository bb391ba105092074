/** Whether a document is what the API of Kubernetes takes, by the schemas of `kubernetes-models`. */
export async function schemaProblems(document) {
  const { apiVersion, kind } = document;
  const models = await import(`kubernetes-models/${apiVersion}`).catch(() => ({}));
  const Model = models[kind];
  if (Model === undefined) return [`there is no ${kind} in ${apiVersion}`];
  const unread = [];
  const model = Object.setPrototypeOf(watched(document, kind, unread), Model.prototype);
  try {
    model.validate();
  } catch (error) {
    return [error.message];
  }
  return unread.flatMap((names) => names()).map((name) => `${name} is no field of it`);
}

/**
 * The schemas let unknown fields pass, as `replica: 2` for `replicas`. But a field that validation never looked at is one
 * they don't know; so what it looks at is noted.
 */
function watched(value, path, unread) {
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map((one, index) => watched(one, `${path}[${index}]`, unread));
  const read = new Set();
  const names = Object.keys(value);
  unread.push(() => names.filter((name) => !read.has(name)).map((name) => `${path}.${name}`));
  const children = Object.fromEntries(names.map((name) => [name, watched(value[name], `${path}.${name}`, unread)]));
  return new Proxy(children, {
    get(target, name) {
      read.add(name);
      return target[name];
    },
  });
}
