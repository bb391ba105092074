import { migration } from '@navette/platform/database';

/** IN-1, GW-2: what senders ask of their orders afterwards, and the time that a station has to answer. */
export const answersToSenders = migration('202611220430-answers-to-senders', async (m) => {
  // Orders that were received before have no end of their time.
  await m.sql(`alter table mission_order
    add column revision int not null default 1 check (revision > 0),
    add column withdrawal_reason text not null default '' check (withdrawal_reason = '' or state = 'withdrawn'),
    add column expires_at timestamptz check (expires_at > received_at)`);

  await m.sql(`create table station_settings (
    station_id uuid primary key,
    mission_order_answer_hours int not null check (mission_order_answer_hours between 1 and 720))`);
  await m.tenantTable('station_settings', { app: ['insert', 'update'] });
});
