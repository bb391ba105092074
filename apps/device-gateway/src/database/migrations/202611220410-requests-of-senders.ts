import { migration } from '@navette/platform/database';

/** GW-2, IN-1: a sender changes or withdraws its order; the last such request, and the two states that were missing. */
export const requestsOfSenders = migration('202611220410-requests-of-senders', async (m) => {
  await m.sql(`alter table mission_order
    drop constraint mission_order_state_check,
    add check (state in ('processing', 'received', 'accepted', 'converted', 'refused', 'expired', 'withdrawn')),
    add revision int not null default 1 check (revision >= 1),
    add request_kind text not null default '' check (request_kind in ('', 'change', 'withdrawal')),
    add request_state text not null default '' check (request_state in ('', 'processing', 'done', 'declined')),
    add request_reason text not null default '',
    add check ((revision = 1) = (request_kind = '')),
    add check ((request_kind = '') = (request_state = '')),
    add check ((request_state = 'declined') = (request_reason <> ''))`);
});
