/** The pages of docs/events, from what is known of messages. */

const KINDS = { evt: 'Events', cmd: 'Commands of sagas and gateways' };

/**
 * @param {object} known
 * @param {{ type: string, kind: string, context: string, subject: string }[]} known.types
 * @param {{ type: string, service: string, handler: string }[]} known.listeners
 * @param {{ type: string, service: string, saga: string }[]} known.steps
 * @param {Map<string, Set<string>>} known.publishers services by the name of the message
 * @param {any[]} known.files of proto/, as buf describes them
 * @returns {Map<string, string>} pages by path
 */
export function eventPages({ types, listeners, steps, publishers, files }) {
  const messages = messagesOf(files);
  const travelling = types
    .filter(({ kind }) => kind in KINDS)
    .map((type) => ({
      ...type,
      name: type.type.split('.').at(-1),
      senders: [
        ...[...(publishers.get(type.type.split('.').at(-1)) ?? [])].map(code),
        ...steps.filter((step) => step.type === type.type).map(({ service, saga }) => `${code(service)}, saga ${code(saga)}`),
      ].sort(),
      heard: listeners.filter((one) => one.type === type.type).map(({ service, handler }) => `${code(service)} (${handler})`).sort(),
    })); // prettier-ignore
  const contexts = [...new Set(travelling.map(({ context }) => context))].sort();
  const pages = new Map([['docs/events/README.md', index(contexts, travelling)]]);
  for (const context of contexts) {
    const own = travelling.filter((one) => one.context === context);
    pages.set(`docs/events/${context}.md`, page(context, own, messages));
  }
  return pages;
}

const code = (text) => `\`${text}\``;
const list = (items) => (items.length === 0 ? 'nobody' : items.join(', '));

function index(contexts, travelling) {
  return [
    '# What travels on the bus',
    '',
    'Written by `node tools/generators/reference.mjs` from `proto/` and from the code of the services; a check refuses pages',
    'that say otherwise.',
    '',
    'A message is published by the transaction that made its fact (ADR [1](../adr/0001-outbox-relay.md)) and handled once by',
    'each handler (ADR [2](../adr/0002-idempotent-inbox.md)). Messages of one aggregate come in their order, those of several in',
    'any; a message may come late. Its subject ends with the station. Who, where, when and why stand in its headers',
    '(`libs/platform/src/messaging/envelope.ts`). Names and addresses travel in messages of `parties` only, and in the mission',
    'orders of senders (ADR [12](../adr/0012-differences-from-the-decisions.md)).',
    '',
    ...contexts.flatMap((context) => [
      `## [${context}](${context}.md)`,
      '',
      '| Message | Kind | Sent by | Heard by |',
      '| --- | --- | --- | --- |',
      ...travelling
        .filter((one) => one.context === context)
        .map(
          ({ name, kind, senders, heard }) =>
            `| [${name}](${context}.md#${name.toLowerCase()}) | ${kind} | ${list(senders)} | ${list(heard)} |`,
        ),
      '',
    ]),
  ].join('\n');
}

function page(context, own, messages) {
  const parts = Object.entries(KINDS).flatMap(([kind, title]) => {
    const some = own.filter((one) => one.kind === kind);
    return some.length === 0 ? [] : [`## ${title}`, '', ...some.flatMap((one) => section(one, messages))];
  });
  return [`# Messages of ${context}`, '', ...parts].join('\n');
}

function section({ name, type, subject, senders, heard }, messages) {
  const { comment, fields } = messages.get(type);
  return [
    `### ${name}`,
    '',
    ...(comment === '' ? [] : [comment, '']),
    `- Subject: \`${subject}.<station>\``,
    `- Sent by: ${list(senders)}`,
    `- Heard by: ${list(heard)}`,
    '',
    '| Field | Type | Meaning |',
    '| --- | --- | --- |',
    ...fields.flatMap((field) => rows(field, '', messages, [type])),
    '',
  ].join('\n');
}

/** A field, and below it those of its own message, each of them once on the way down. */
function rows({ name, repeated, typeName, scalar, comment }, path, messages, above) {
  const own = path === '' ? name : `${path}.${name}`;
  const shown = typeName === undefined ? scalar : typeName.split('.').at(-1);
  const inner = above.includes(typeName) ? undefined : messages.get(typeName);
  return [
    `| \`${own}${repeated ? '[]' : ''}\` | ${shown} | ${comment.replaceAll('|', '\\|')} |`,
    ...(inner?.fields ?? []).flatMap((field) =>
      rows(field, `${own}${repeated ? '[]' : ''}`, messages, [...above, typeName]),
    ),
  ];
}

/** Every message of proto/ by its full name, also those within another. */
function messagesOf(files) {
  const messages = new Map();
  for (const file of files) {
    const comments = new Map((file.sourceCodeInfo?.location ?? []).map((one) => [(one.path ?? []).join('.'), one]));
    const commentAt = (path) => (comments.get(path)?.leadingComments ?? '').trim().replaceAll(/\s*\n\s*/g, ' ');
    const walk = (message, prefix, path) => {
      const name = `${prefix}.${message.name}`;
      const fields = (message.field ?? []).map((field, i) => ({
        name: field.name,
        repeated: field.label === 'LABEL_REPEATED',
        typeName: field.typeName?.slice(1),
        scalar: field.type.replace('TYPE_', '').toLowerCase(),
        comment: commentAt(`${path}.2.${i}`),
      }));
      messages.set(name, { comment: commentAt(path), fields });
      (message.nestedType ?? []).forEach((nested, i) => walk(nested, name, `${path}.3.${i}`));
    };
    (file.messageType ?? []).forEach((message, i) => walk(message, file.package, `4.${i}`));
  }
  return messages;
}
