import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { NotificationsServiceService, Template } from '@navette/contracts/notifications/v1/service';
import { DomainError } from '@navette/kernel';
import { startTestService, testTenant, type TestService } from '@navette/testing';
import { notificationsService } from '../notifications.service.js';
import { filledIn, problemsOf } from './template.liquid.js';

const here = testTenant('here');
const elsewhere = testTenant('elsewhere');
const RIGHTS = ['notifications:template.read', 'notifications:template.set'];

let service: TestService;

beforeAll(async () => {
  service = await startTestService(notificationsService, {
    env: { NAVETTE_NOTIFICATIONS_SECRET_KEY: 'k'.repeat(32) },
  });
});
afterAll(() => service.stop());

const client = () => service.client(NotificationsServiceService);
const given = (overrides: Partial<Template> = {}) =>
  Template.fromPartial({
    kind: 'status:parts_received',
    language: 'fr',
    active: true,
    subject: 'Pièce arrivée',
    body: 'Bonjour',
    ...overrides,
  });
const set = async (template: Template, tenant = here, rights = RIGHTS) =>
  client().setTemplate({ template }, await service.as(tenant, rights));
const list = async (tenant = here) => (await client().listTemplates({}, await service.as(tenant, RIGHTS))).templates;

async function fieldsOf(template: Template) {
  const failure = await set(template).catch((error: unknown) => error as DomainError);
  expect(failure).toEqual(expect.objectContaining({ code: 'notifications.template.invalid' }));
  return (failure as DomainError).fields.map(({ pointer, code, params }) => ({ pointer, code, ...params }));
}

describe('NO-2 templates', () => {
  it('are the network’s until the station has its own, which goes before in that language alone', async () => {
    const before = await list();
    const kinds = new Map(before.map(({ kind, active }) => [kind, active]));
    expect(Object.fromEntries(kinds)).toEqual({
      customer_order_ready: true,
      customer_order_ready_partial: true,
      party_welcome: false,
      'status:parts_ordered': false,
      'status:parts_received': true,
      'status:to_hand_back': false,
      supplier_order: true,
    });
    expect(before.every(({ overridden }) => !overridden)).toBe(true);
    const saved = await set(given({ subject: 'À nous', active: false, bcc: ' chef@houplin.example ;; a@b.example' }));
    expect(saved).toMatchObject({ subject: 'À nous', bcc: 'chef@houplin.example; a@b.example', overridden: true });
    const after = (await list()).filter(({ kind }) => kind === 'status:parts_received');
    expect(after.map(({ language, overridden, active }) => ({ language, overridden, active }))).toEqual([
      { language: 'fr', overridden: true, active: false },
      { language: 'en', overridden: false, active: false },
    ]);
    expect(await list(elsewhere)).toEqual(before);
  });

  it('of the station are taken away again, and the network’s hold, its word on leaving among them', async () => {
    const tenant = testTenant('fickle');
    const before = await list(tenant);
    const reset = async (kind: string, language: string, idempotencyKey?: string, where = tenant) => {
      const call = await service.as(where, RIGHTS, idempotencyKey === undefined ? {} : { idempotencyKey });
      return client().resetTemplate({ kind, language }, call);
    };
    await set(given({ active: false }), tenant);
    await set(given({ active: false, language: 'en' }), tenant);
    const english = await reset('status:parts_received', 'en');
    expect(english.template).toMatchObject({ overridden: false, active: false });
    const [first, again] = [await reset('status:parts_received', 'fr', 'r-1'), await reset('status:parts_received', 'fr', 'r-1')]; // prettier-ignore
    expect(first.template).toMatchObject({ overridden: false, active: true });
    expect(again).toEqual(first);
    expect(await list(tenant)).toEqual(before);
    await set(given({ kind: 'status:206' }), tenant);
    expect((await reset('status:206', 'fr')).template).toBeUndefined();
    expect(await list(tenant)).toEqual(before);
    const none = expect.objectContaining({ code: 'notifications.template.not-overridden' });
    await expect(reset('status:parts_received', 'fr')).rejects.toEqual(none);
    await set(given(), tenant);
    await expect(reset('status:parts_received', 'fr', undefined, elsewhere)).rejects.toEqual(none);
    expect((await list(tenant)).some(({ overridden }) => overridden)).toBe(true);
    const { rows } = await service.admin.query(
      `select distinct entity_id, operation from audit where station_id = $1 order by 1`,
      [tenant.stationId],
    );
    expect(rows).toContainEqual({
      entity_id: 'status:parts_received/fr',
      operation: 'notifications:template.set',
    });
  });

  it('of the network use no tag that their kind does not have, and fill in', async () => {
    for (const { kind, subject, body, tags } of await list(elsewhere)) {
      expect({ kind, problems: [...problemsOf(subject, tags), ...problemsOf(body, tags)] }).toEqual({
        kind,
        problems: [],
      });
      for (const unknown of [
        [],
        ['customer.civility', 'customer.first_name', 'product.category', 'product.brand', 'station.phone'],
      ]) {
        const values: Record<string, Record<string, string>> = {};
        for (const tag of tags) {
          const [first, second] = tag.split('.') as [string, string];
          (values[first] ??= {})[second] = (unknown as string[]).includes(tag) ? '' : 'x';
        }
        expect(filledIn(`${subject}\n${body}`, values)).not.toMatch(/\{[{%]| {2}|\( ?\)| [,.]/);
      }
    }
  });

  it('with an unknown tag are refused, each named with those accepted', async () => {
    expect(await fieldsOf(given({ subject: '{{ file.numbr }}', body: '{{ order.number }} {{ customer }} {{ file.number }}' }))).toEqual([
      expect.objectContaining({ pointer: '/subject', code: 'notifications.template.tag-unknown', tag: 'file.numbr' }),
      expect.objectContaining({ pointer: '/body', tag: 'order.number', accepted: expect.arrayContaining(['file.number']) }),
      expect.objectContaining({ pointer: '/body', tag: 'customer' }),
    ]); // prettier-ignore
  });

  it.each([
    ['an open brace', 'Bonjour {{ customer.name'],
    ['a loop', '{% for i in (1..100000000) %}x{% endfor %}'],
    ['a file', '{% include "/etc/passwd" %}'],
    ['a layout', '{% layout "x" %}'],
    ['an assignment', '{% assign customer = 1 %}'],
    ['an unknown filter', '{{ customer.name | shell }}'],
  ])('with %s are refused', async (_title, body) => {
    expect(await fieldsOf(given({ body }))).toMatchObject([
      { pointer: '/body', code: 'notifications.template.syntax-wrong' },
    ]);
  });

  it('with a wrong address, language, kind or without text are refused, naming it', async () => {
    expect(await fieldsOf(given({ bcc: 'a@b.example; chef' }))).toEqual([
      { pointer: '/bcc', code: 'notifications.template.bcc-wrong', address: 'chef' },
    ]);
    expect(await fieldsOf(given({ language: 'de', subject: ' ', body: '' }))).toMatchObject([
      { pointer: '/language', code: 'notifications.template.language-not-accepted' },
      { pointer: '/subject', code: 'notifications.template.text-required' },
      { pointer: '/body', code: 'notifications.template.text-required' },
    ]);
    expect(await fieldsOf(given({ kind: 'newsletter' }))).toMatchObject([{ pointer: '/kind', kind: 'newsletter' }]);
  });

  it('need their right', async () => {
    await expect(set(given(), here, ['notifications:template.read'])).rejects.toEqual(
      expect.objectContaining({ code: 'platform.request.forbidden' }),
    );
  });
});
