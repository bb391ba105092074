import { migration, type MigrationTools } from '@navette/platform/database';

/** NO-1, NO-2, NO-5, NO-6, NO-10. */
export const notifications = migration('202611220107-notifications', async (m) => {
  await m.sql(`create table smtp_settings (
    station_id uuid primary key,
    version int not null check (version > 0),
    sender_address text not null check (sender_address <> ''),
    sender_name text not null,
    reply_to text not null,
    host text not null check (host <> ''),
    port int not null check (port between 1 and 65535),
    security text not null check (security in ('none', 'starttls', 'tls')),
    login text not null,
    sealed_password bytea,
    updated_at timestamptz not null,
    check ((login = '') = (sealed_password is null)))`);
  await m.tenantTable('smtp_settings', { app: ['insert', 'update'] });

  // The network's texts: the same for every station, changed by migrations only, so they belong to none.
  await m.sql(`create table default_template_kind (
    kind text primary key,
    active boolean not null)`);
  await m.sql(`create table default_template (
    kind text not null references default_template_kind (kind),
    language text not null check (language in ('fr', 'en')),
    subject text not null check (subject <> ''),
    body text not null check (body <> ''),
    primary key (kind, language))`);
  await m.sql(`grant select on default_template_kind, default_template to ${m.roles.app}`);

  // Whether a kind leaves is one decision of the station, whatever the language; its texts are one for each.
  await m.sql(`create table template_kind (
    station_id uuid not null,
    kind text not null check (length(kind) <= 100),
    active boolean not null,
    primary key (station_id, kind))`);
  await m.tenantTable('template_kind', { app: ['insert', 'update'] });

  await m.sql(`create table template (
    station_id uuid not null,
    kind text not null,
    language text not null check (language in ('fr', 'en')),
    subject text not null check (subject <> '' and length(subject) <= 200),
    body text not null check (body <> '' and length(body) <= 20000),
    bcc text[] not null,
    updated_at timestamptz not null,
    primary key (station_id, kind, language),
    foreign key (station_id, kind) references template_kind (station_id, kind))`);
  await m.tenantTable('template', { app: ['insert', 'update'] });

  await m.sql(`create table message (
    station_id uuid not null,
    id uuid not null,
    version int not null check (version > 0),
    dedupe_key text collate "C" not null check (dedupe_key ~ '^[0-9a-f]{64}$'),
    event_id uuid not null,
    kind text not null,
    party_id uuid not null,
    about_kind text not null check (about_kind in ('intervention_file', 'customer_order', 'party')),
    about_id uuid not null,
    tags jsonb not null,
    message_id text not null check (message_id like '<%@%>'),
    state text not null check (state in ('queued', 'sent', 'not_sent', 'parked')),
    reason text not null,
    attempts int not null check (attempts >= 0),
    recipient text not null,
    language text not null,
    subject text not null,
    body text not null,
    queued_at timestamptz not null,
    sent_at timestamptz,
    primary key (station_id, id),
    unique (station_id, dedupe_key),
    unique (station_id, message_id),
    check ((state = 'sent') = (sent_at is not null)),
    check (state <> 'sent' or recipient <> ''),
    check (state not in ('not_sent', 'parked') or reason <> ''))`);
  await m.sql('create index message_queued on message (station_id, queued_at, id)');
  await m.sql('create index message_about on message (station_id, about_id)');
  await m.tenantTable('message', { app: ['insert', 'update'] });

  await m.sql(`create table customer_order_ref (
    station_id uuid not null,
    id uuid not null,
    last_version bigint not null,
    primary key (station_id, id))`);
  await m.tenantTable('customer_order_ref', { app: ['insert', 'update'] });

  await m.sql(`create table station_ref (
    station_id uuid primary key,
    last_version bigint not null,
    name text not null,
    phone text not null,
    email text not null)`);
  await m.tenantTable('station_ref', { app: ['insert', 'update'] });

  await defaultTemplates(m);
});

interface Texts {
  readonly subject: string;
  readonly body: string;
}

/** Text that stands only where a tag has a value. */
const ifNot = (tag: string, text: string) => `{% if ${tag} != '' %}${text}{% endif %}`;
const FR_END = `

Pour toute question, répondez à ce message${ifNot('station.phone', ' ou appelez-nous au {{ station.phone }}')}.

{{ station.name }}`;
const EN_END = `

If you have any question, answer this message${ifNot('station.phone', ' or call us at {{ station.phone }}')}.

{{ station.name }}`;
const FR_HELLO = `Bonjour${ifNot('customer.civility', ' {{ customer.civility }}')} {{ customer.name }},\n\n`;
const EN_HELLO = `Dear ${ifNot('customer.first_name', '{{ customer.first_name }} ')}{{ customer.name }},\n\n`;
const APPLIANCE = ifNot(
  'product.category',
  ` ({{ product.category }}${ifNot('product.brand', ' {{ product.brand }}')})`,
);

/** Kind, whether it leaves unless a station says otherwise, and its texts. */
const DEFAULTS: readonly (readonly [kind: string, active: boolean, fr: Texts, en: Texts])[] = [
  [
    'status:parts_received',
    true,
    {
      subject: 'Votre pièce est arrivée — dossier {{ file.number }}',
      body: `${FR_HELLO}La pièce détachée commandée pour la réparation de votre appareil${APPLIANCE} est arrivée dans notre atelier. Nous poursuivons la réparation et revenons vers vous dès qu’elle est terminée.

Votre dossier : {{ file.number }}.${FR_END}`,
    },
    {
      subject: 'Your part has arrived — file {{ file.number }}',
      body: `${EN_HELLO}The spare part ordered for the repair of your appliance${APPLIANCE} has arrived in our workshop. We are going on with the repair and will tell you as soon as it is done.

Your file: {{ file.number }}.${EN_END}`,
    },
  ],
  [
    'status:parts_ordered',
    false,
    {
      subject: 'Pièces commandées — dossier {{ file.number }}',
      body: `${FR_HELLO}Les pièces détachées nécessaires à la réparation de votre appareil${APPLIANCE} sont commandées. Nous vous écrirons dès leur arrivée.

Votre dossier : {{ file.number }}.${FR_END}`,
    },
    {
      subject: 'Parts ordered — file {{ file.number }}',
      body: `${EN_HELLO}The spare parts needed to repair your appliance${APPLIANCE} are on order. We will write to you as soon as they arrive.

Your file: {{ file.number }}.${EN_END}`,
    },
  ],
  [
    'status:to_hand_back',
    false,
    {
      subject: 'Votre appareil est prêt — dossier {{ file.number }}',
      body: `${FR_HELLO}Votre appareil${APPLIANCE} est prêt : vous pouvez venir le retirer aux heures d’ouverture de l’atelier.

Votre dossier : {{ file.number }}.${FR_END}`,
    },
    {
      subject: 'Your appliance is ready — file {{ file.number }}',
      body: `${EN_HELLO}Your appliance${APPLIANCE} is ready: you may collect it during the opening hours of the workshop.

Your file: {{ file.number }}.${EN_END}`,
    },
  ],
  [
    'customer_order_ready',
    true,
    {
      subject: 'Votre commande {{ order.number }} est prête',
      body: `${FR_HELLO}Tous les articles de votre commande {{ order.number }} sont arrivés et vous sont réservés : vous pouvez venir les retirer.${FR_END}`,
    },
    {
      subject: 'Your order {{ order.number }} is ready',
      body: `${EN_HELLO}All articles of your order {{ order.number }} have arrived and are kept for you: you may come and collect them.${EN_END}`,
    },
  ],
  [
    'customer_order_ready_partial',
    true,
    {
      subject: 'Votre commande {{ order.number }} est arrivée en partie',
      body: `${FR_HELLO}Une partie des articles de votre commande {{ order.number }} est arrivée et vous est réservée. Vous pouvez déjà venir les retirer ; nous vous écrirons à l’arrivée des autres.${FR_END}`,
    },
    {
      subject: 'Part of your order {{ order.number }} has arrived',
      body: `${EN_HELLO}Some of the articles of your order {{ order.number }} have arrived and are kept for you. You may collect them now; we will write to you when the others arrive.${EN_END}`,
    },
  ],
  [
    'party_welcome',
    false,
    {
      subject: 'Bienvenue chez {{ station.name }}',
      body: `${FR_HELLO}Nous avons enregistré vos coordonnées et vous remercions de votre confiance. Vous recevrez à cette adresse les nouvelles de vos réparations et de vos commandes.${FR_END}`,
    },
    {
      subject: 'Welcome to {{ station.name }}',
      body: `${EN_HELLO}We have noted how to reach you, and thank you for your trust. News of your repairs and orders will come to this address.${EN_END}`,
    },
  ],
];

async function defaultTemplates(m: MigrationTools): Promise<void> {
  const text = (value: string) => `'${value.replaceAll("'", "''")}'`;
  for (const [kind, active, fr, en] of DEFAULTS) {
    await m.sql(`insert into default_template_kind values (${text(kind)}, ${String(active)})`);
    for (const [language, { subject, body }] of [
      ['fr', fr],
      ['en', en],
    ] as const) {
      await m.sql(
        `insert into default_template values (${text(kind)}, ${text(language)}, ${text(subject)}, ${text(body)})`,
      );
    }
  }
}
