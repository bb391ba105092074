import { randomUUID } from 'node:crypto';
import type { System } from './system.js';

/** Login of a new operator of the demo's network, with the demo's password: how people come by one is proved elsewhere. */
export async function addOperator(system: System): Promise<string> {
  const login = `animatrice-${randomUUID().slice(0, 8)}`;
  const person = { login, name: 'Aline Réseau', email: '' };
  const { id } = await system.done('POST', '/users', { person, work: { role: 'technician' } });
  await system.done('PUT', `/users/${String(id)}/network-role`, { networkRole: 'franchise_operator' });
  const sql = `update app_user set password_hash = (select password_hash from app_user where login = 'demo') where id = $1`;
  await system.rows('identity', sql, [id]);
  return login;
}
