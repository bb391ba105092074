export const wrong = [
  `update invoice set issued_at = now() where id = $1`, // refused: navette/sql-clock
  'select * from invoice where due_on < CURRENT_DATE', // refused: navette/sql-clock
  `delete from draft where made_at < current_timestamp - interval '1 day'`, // refused: navette/sql-clock
];

export const right = [`update invoice set issued_at = $2 where id = $1`, 'known now'];
