import { AckPolicy, DeliverPolicy, jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, headers, type MsgHdrs, type NatsConnection } from '@nats-io/transport-node';
import { demoNetworkId } from '@navette/identity';
import { newId, systemClock } from '@navette/kernel';
import { prefixedSubject, replySubject, stationToken } from '@navette/platform/messaging';
import { eventually } from '@navette/testing';
import type { System } from './system.js';

interface Stored {
  readonly subject: string;
  readonly data: Uint8Array;
  readonly headers: MsgHdrs | undefined;
}

/** The bus seen from outside: what the streams hold, played again. */
export class BusWitness {
  private constructor(
    private readonly connection: NatsConnection,
    private readonly prefix: string,
  ) {}

  static async open(system: System): Promise<BusWitness> {
    const address = new URL(system.servers.nats.url);
    const connection = await connect({
      servers: address.host,
      user: decodeURIComponent(address.username),
      pass: decodeURIComponent(address.password),
    });
    return new BusWitness(connection, system.env['NAVETTE_PREFIX'] as string);
  }

  close(): Promise<void> {
    return this.connection.close();
  }

  /** Every message of our streams, stream by stream, in order. */
  async messages(): Promise<Stored[]> {
    const stored: Stored[] = [];
    for (const stream of await this.#streams()) {
      const manager = await jetstreamManager(this.connection);
      const { state } = await manager.streams.info(stream);
      if (state.messages === 0) continue;
      const { name } = await manager.consumers.add(stream, {
        ack_policy: AckPolicy.None,
        deliver_policy: DeliverPolicy.All,
        mem_storage: true,
      });
      const consumer = await jetstream(this.connection).consumers.get(stream, name);
      for await (const message of await consumer.fetch({ max_messages: state.messages, expires: 10_000 })) {
        stored.push({ subject: message.subject, data: message.data, headers: message.headers });
      }
      await manager.consumers.delete(stream, name);
    }
    return stored;
  }

  /** Publishes messages once more exactly as they were, ids included; how many JetStream stored and did not drop. */
  async publishAgain(messages: readonly Stored[]): Promise<number> {
    const js = jetstream(this.connection);
    let stored = 0;
    for (const { subject, data, headers } of messages) {
      const { duplicate } = await js.publish(subject, data, headers === undefined ? {} : { headers });
      if (!duplicate) stored += 1;
    }
    return stored;
  }

  /**
   * Says something in the name of a station, whoever it is about; the message's id.
   * @param base subject without prefix and station
   * @param sent headers of a message that was really sent, to be kept but for id and station
   */
  async sayAs(stationId: string, type: string, base: string, data: Uint8Array, sent?: MsgHdrs): Promise<string> {
    const id = newId(systemClock);
    const said = headers();
    const from = (name: string, otherwise: string) => said.set(name, sent?.get(name) || otherwise);
    said.set('Navette-Id', id);
    said.set('Navette-Station', stationId);
    said.set('Navette-Type', type);
    from('Navette-Network', demoNetworkId);
    from('Navette-Aggregate-Type', 'aggregate');
    from('Navette-Aggregate-Id', id);
    from('Navette-Aggregate-Version', '99');
    from('Navette-Actor', 'system:test');
    from('Navette-Occurred-At', systemClock.now().toString());
    from('Navette-Correlation', id);
    from('Navette-Request-Id', id);
    if (base.includes('.cmd.')) from('Navette-Reply-To', replySubject('stock', 'order-receipt-to-allocation'));
    const subject = prefixedSubject(this.prefix, `${base}.${stationToken(stationId)}`);
    await jetstream(this.connection).publish(subject, data, { headers: said });
    return id;
  }

  /** Resolves when every durable consumer of ours has handled all that its stream holds. */
  async quiet(): Promise<void> {
    await eventually(
      async () => {
        const manager = await jetstreamManager(this.connection);
        for (const stream of await this.#streams()) {
          for await (const { num_pending, num_ack_pending } of manager.consumers.list(stream)) {
            if (num_pending > 0 || num_ack_pending > 0) return undefined;
          }
        }
        return true;
      },
      { timeoutMs: 180_000, everyMs: 100 },
    );
  }

  async #streams(): Promise<string[]> {
    const manager = await jetstreamManager(this.connection);
    const names: string[] = [];
    for await (const name of manager.streams.names()) {
      if (name.startsWith(`${this.prefix.toUpperCase()}_`) && !name.includes('_ADV_')) names.push(name);
    }
    return names;
  }
}
