import { migration } from '@navette/platform/database';

/** French sets no line break before a colon. */
const NB = '\u00a0';

const FR = `Bonjour {{ user.name }},

Voici le lien pour choisir votre mot de passe Navette${NB}:

{{ link.url }}

Votre identifiant${NB}: {{ user.login }}

Le lien ne sert qu’une fois, jusqu’au {{ link.expires }}. S’il ne fonctionne plus, demandez-en un autre à votre administrateur. Si vous n’attendiez pas ce message, ne faites rien${NB}: votre mot de passe reste le même.

{{ station.name }}`;

const EN = `Hello {{ user.name }},

Here is the link to choose your Navette password:

{{ link.url }}

Your sign-in name: {{ user.login }}

The link works once, until {{ link.expires }}. If it no longer works, ask your administrator for another. If you did not expect this message, do nothing: your password stays as it is.

{{ station.name }}`;

/**
 * ID-5: users are written to, who are no parties. What a link is mailed with is the network's text for every station: whoever
 * could change it could have its secret sent elsewhere (ADR 38).
 */
export const mailsToUsers = migration('202611221741-mails-to-users', async (m) => {
  await m.sql(`alter table message
    alter column party_id drop not null,
    add column user_id uuid,
    add constraint message_addressee check (num_nonnulls(party_id, user_id) = 1),
    drop constraint message_about_kind_check,
    add constraint message_about_kind_check
      check (about_kind in ('intervention_file', 'customer_order', 'party', 'user'))`);

  await m.sql('alter table default_template_kind add column fixed boolean not null default false');
  await m.sql(`insert into default_template_kind (kind, active, fixed) values ('password_link', true, true)`);
  await m.sql(`insert into default_template (kind, language, subject, body) values
    ('password_link', 'fr', 'Votre mot de passe Navette — {{ station.name }}', $text$${FR}$text$),
    ('password_link', 'en', 'Your Navette password — {{ station.name }}', $text$${EN}$text$)`);
});
