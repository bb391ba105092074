import { it } from '@jest/globals';
import { InterventionFileStatusAddedMessage } from '@navette/contracts';
import { NotificationsServiceService } from '@navette/contracts/notifications/v1/service';
import { newId, systemClock } from '@navette/kernel';
import { eventually, startTestService, testTenant, testServers } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';
import { happen } from '../test/happen.js';
import { people, startStandIns } from '../test/stand-ins.js';

it('NO-6 bench', async () => {
  const here = testTenant('here');
  const standIns = await startStandIns();
  const service = await startTestService(notificationsService, { env: { NAVETTE_NOTIFICATIONS_SECRET_KEY: 'k'.repeat(32), ...standIns.env } });
  const { host, port } = testServers().smtp;
  await service.client(NotificationsServiceService).setSmtpSettings({ settings: { senderAddress: 'a@b.example', senderName: '', replyTo: '', host, port, security: 'none', login: '', password: '' } }, await service.as(here, ['notifications:smtp.set']));
  const N = 2000;
  const start = performance.now();
  for (let i = 0; i < N; i += 50) await Promise.all(Array.from({ length: 50 }, async () => {
    const zoe = people.add();
    const fileId = newId(systemClock);
    await happen(service, InterventionFileStatusAddedMessage, { fileId, fileNumber: 'F', statusId: newId(systemClock), code: 206, key: 'parts_received', consumerPartyId: zoe.id, productCategory: '', productBrand: '' }, { tenant: here, aggregateId: fileId });
  }));
  process.stderr.write(`published ${performance.now() - start}\n`);
  await eventually(async () => { const { rows } = await service.admin.query(`select count(*)::int as n, count(*) filter (where state='sent')::int as sent from message`); return rows[0].sent === N ? true : undefined; }, { timeoutMs: 100000, everyMs: 200 });
  process.stderr.write(`sent ${performance.now() - start}\n`);
  const { rows } = await service.admin.query('select state, attempts, count(*)::int from message group by 1, 2');
  process.stderr.write(JSON.stringify(rows) + '\n');
  await Promise.all([service, ...standIns.services].map((s) => s.stop()));
}, 120000);
