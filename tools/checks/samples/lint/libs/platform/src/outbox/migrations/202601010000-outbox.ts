/** The engines' own bookkeeping may use the server's clock. */
export const up = `alter table outbox add column stored_at timestamptz default now()`;
