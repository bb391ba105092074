import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { ListInterventionFilesRequest, ListMissionOrdersRequest } from '@navette/contracts/interventions/v1/service';
import { sortsWithoutIndex } from '@navette/testing';
import { interventionFileList } from '../intervention-files/intervention-file.list.js';
import { missionOrderList } from '../mission-orders/mission-order.list.js';
import { Bench, elsewhere, here, MANUFACTURER, refusal } from '../test/bench.helper.js';

let bench: Bench;

beforeAll(async () => {
  bench = await Bench.start();
});
afterAll(() => bench.stop());

const by = (field: string, ...values: string[]) => ({
  field,
  operator: values.length === 1 ? 'eq' : 'in',
  values,
});

describe('PA-17 lists of files and mission orders', () => {
  it('find the files of a consumer and of who ordered, by number, in the order asked, and none of another station', async () => {
    const first = await bench.file();
    const second = await bench.file();
    const ask = async (query: object, tenant = here) => {
      const request = ListInterventionFilesRequest.fromPartial({ query });
      const { files } = await bench.client.listInterventionFiles(request, await bench.as(tenant));
      return files.map(({ id }) => id);
    };
    expect(await ask({ filters: [by('consumerPartyId', first.consumerPartyId)] })).toContain(first.id);
    const both = [by('orderingPartyId', MANUFACTURER), by('state', 'open', 'finished'), by('number', first.number)];
    expect(await ask({ filters: both })).toEqual([first.id]);
    const numbered = { filters: [{ field: 'number', operator: 'prefix', values: [first.number.slice(0, 4)] }] };
    expect(await ask({ ...numbered, sorts: [{ field: 'number', descending: false }] })).toEqual([first.id, second.id]);
    expect(await ask(numbered)).toEqual([second.id, first.id]);
    expect(await ask({}, elsewhere)).toEqual([]);
    await expect(ask({ filters: [by('consumerName', 'Petit')] })).rejects.toEqual(refusal('platform.request.invalid'));
    await expect(ask({ sorts: [{ field: 'symptom', descending: false }] })).rejects.toEqual(
      refusal('platform.request.invalid'),
    );
  });

  it('find the orders of a sender by its number', async () => {
    const [one] = [await bench.missionOrder(), await bench.missionOrder()];
    const order = await bench.client.getMissionOrder({ id: one }, await bench.as());
    const request = ListMissionOrdersRequest.fromPartial({
      query: { filters: [by('externalNumber', order.externalNumber), by('orderingPartyId', order.orderingPartyId)] },
    });
    const { missionOrders } = await bench.client.listMissionOrders(request, await bench.as());
    expect(missionOrders).toEqual([order]);
    expect((await bench.client.listMissionOrders(request, await bench.as(elsewhere))).missionOrders).toEqual([]);
  });

  it('read an index for each sort, at any depth', async () => {
    const files = { from: 'intervention_file f', where: 'f.station_id = $1' };
    expect(await sortsWithoutIndex(bench.service, here, interventionFileList, files)).toEqual([]);
    const orders = { from: 'mission_order', where: 'station_id = $1' };
    expect(await sortsWithoutIndex(bench.service, here, missionOrderList, orders)).toEqual([]);
  });
});
