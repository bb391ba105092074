import { ConsumePartsMessage } from '@navette/contracts';
import { step, type SagaDecision, type SagaDefinition } from '@navette/platform/saga';

export type DeliverySlip = {
  readonly orderId: string;
  readonly documentId: string;
  /** Lines of the order that leave the stock; quantities of scale 4. */
  readonly parts: readonly { readonly lineId: string; readonly partId: string; readonly quantity: string }[];
  /** The parts are sent to the buyer, with a shuttle note (ST-16); absent in slips of before there were such. */
  readonly sent?: boolean;
  /** Lines that are no stock. */
  readonly others: readonly { readonly lineId: string; readonly quantity: string }[];
};

type Decision = SagaDecision<DeliverySlip>;

/**
 * ST-17: an issued delivery note takes its parts out of stock.
 *
 * The saga begins behind its pivot: the note is numbered and issued in the transaction that starts it, so that it is only
 * ever `leaving` → `delivered`. Stock answers as late as it likes. It has nothing to refuse, as the parts were allocated; where
 * one was withdrawn or begun to be counted at that very moment a person is called, and "try again" asks stock anew.
 */
export const deliverySlip: SagaDefinition<DeliverySlip> = {
  type: 'delivery-slip',
  dataVersion: 1,
  effects: ['deliver'],
  steps: {
    consume: step(ConsumePartsMessage, {
      batch: 1,
      build: (request, [item]) => {
        const { documentId, orderId, parts, sent } = item?.payload as DeliverySlip;
        return {
          request,
          itemKey: documentId,
          originKind: 'customer_order',
          originId: orderId,
          lines: parts.map(({ lineId, partId, quantity }) => ({ needId: lineId, partId, used: quantity })),
          keepRest: true,
          shuttleNote: sent === true,
        };
      },
    }),
  },
  decide({ state, data }, input): Decision {
    switch (input.kind) {
      case 'started':
        return data.parts.length === 0
          ? deliver(data)
          : { state: 'leaving', data, ask: [{ step: 'consume', items: [{ key: data.documentId, payload: data }] }] };
      case 'answered': {
        const [answer] = input.outcomes;
        if (answer === undefined || state !== 'leaving') return { state, data };
        return answer.outcome === 'done' ? deliver(data) : { state, data, park: answer.outcome };
      }
      case 'effect':
        return { state: 'delivered', data, end: 'done' };
      default:
        return { state, data };
    }
  },
};

function deliver(data: DeliverySlip): Decision {
  return { state: 'delivering', data, effects: [{ name: 'deliver', payload: data }] };
}
