import { migration } from '@navette/platform/database';

const FR = `Bonjour,

Veuillez trouver ci-joint notre commande {{ order.number }}, en PDF et en tableur.

Merci de nous confirmer les prix, les quantités et les délais de livraison, et de rappeler le numéro de commande sur vos bons de livraison.

{{ station.name }}
{{ station.phone }}
{{ station.email }}`;

const EN = `Hello,

Please find attached our order {{ order.number }}, as PDF and as a spreadsheet.

Please confirm prices, quantities and delivery dates, and state the number of the order on your delivery notes.

{{ station.name }}
{{ station.phone }}
{{ station.email }}`;

/** ST-21: suppliers are written to with their order. */
export const supplierOrderMails = migration('202611222210-supplier-order-mails', async (m) => {
  await m.sql(`alter table message
    drop constraint message_about_kind_check,
    add constraint message_about_kind_check
      check (about_kind in ('intervention_file', 'customer_order', 'supplier_order', 'party', 'user'))`);
  await m.sql(`insert into default_template_kind (kind, active) values ('supplier_order', true)`);
  await m.sql(`insert into default_template (kind, language, subject, body) values
    ('supplier_order', 'fr', 'Commande {{ order.number }} — {{ station.name }}', $text$${FR}$text$),
    ('supplier_order', 'en', 'Order {{ order.number }} — {{ station.name }}', $text$${EN}$text$)`);
});
