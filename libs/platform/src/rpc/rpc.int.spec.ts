import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from '@jest/globals';
import { Client, credentials, Metadata, status, type MethodDefinition, type ServiceError } from '@grpc/grpc-js';
import { DomainError, type ErrorParams } from '@navette/kernel';
import { freePort, startTestService, type TestService } from '@navette/testing';
import { Controller } from '@nestjs/common';
import { GrpcMethod } from '@nestjs/microservices';
import { elsewhere, here, probeMigrations } from '../../test/engine.js';
import type { Scope } from '../database/scope.js';
import { createRpcClient, type CallContext } from './rpc-client.js';
import { assertServed, PublicRpc, Rpc, scopeOfCall } from './rpc-server.js';

interface Ask {
  readonly text: string;
}

/** As ts-proto generates it, with JSON for bytes. */
function method(name: string): MethodDefinition<Ask, Ask> {
  const write = (value: Ask) => Buffer.from(JSON.stringify(value));
  const read = (bytes: Buffer) => JSON.parse(bytes.toString()) as Ask;
  return {
    path: `/navette.probe.v1.ProbeService/${name}`,
    requestStream: false,
    responseStream: false,
    requestSerialize: write,
    requestDeserialize: read,
    responseSerialize: write,
    responseDeserialize: read,
  };
}

const Probe = {
  getThing: method('GetThing'),
  createThing: method('CreateThing'),
  getOpen: method('GetOpen'),
};

const calls: { name: string; scope: Scope }[] = [];
/** What the next handlers do. */
let act: (request: Ask) => Promise<Ask>;

@Controller()
class ProbeGrpc {
  @Rpc(Probe.getThing, 'probe:thing.read')
  getThing(request: Ask, call: Metadata): Promise<Ask> {
    calls.push({ name: 'getThing', scope: scopeOfCall(call) });
    return act(request);
  }

  @Rpc(Probe.createThing, 'probe:thing.create')
  createThing(request: Ask, call: Metadata): Promise<Ask> {
    calls.push({ name: 'createThing', scope: scopeOfCall(call) });
    return act(request);
  }

  @PublicRpc(Probe.getOpen, 'a test')
  getOpen(request: Ask, call: Metadata): Promise<Ask> {
    calls.push({ name: 'getOpen', scope: scopeOfCall(call) });
    return act(request);
  }
}

const RIGHTS = ['probe:thing.read', 'probe:thing.create'];
const refusal = (code: string) => expect.objectContaining({ name: 'DomainError', code });
const never = () => new Promise<never>(() => undefined);

let service: TestService;
const client = () => service.client(Probe);
const failureOf = (work: Promise<unknown>) => work.then(() => undefined, (error: unknown) => error as DomainError); // prettier-ignore

beforeAll(async () => {
  service = await startTestService({
    name: 'probe',
    migrations: probeMigrations,
    grpc: { definition: Probe, controllers: [ProbeGrpc] },
  });
});
afterAll(() => service.stop());
beforeEach(() => {
  calls.length = 0;
  act = (request) => Promise.resolve(request);
});

describe('a callee that does not answer', () => {
  it('within the deadline is unavailable; a question is asked twice, a command once', async () => {
    act = never;
    const call = await service.as(here, RIGHTS);
    const began = performance.now();
    const [question, command] = await Promise.all([
      failureOf(client().getThing({ text: '' }, call)).then((error) => ({ error, at: performance.now() - began })),
      failureOf(client().createThing({ text: '' }, call)).then((error) => ({ error, at: performance.now() - began })),
    ]);
    for (const { error } of [question, command]) {
      expect(error).toEqual(refusal('platform.service.unavailable'));
      expect(error?.params).toEqual({ service: 'probe' });
    }
    expect(question.at).toBeGreaterThan(1_500);
    expect(command.at).toBeGreaterThan(1_900);
    expect(calls.map(({ name }) => name).sort()).toEqual(['createThing', 'getThing', 'getThing']);
  });

  it('because nobody listens is unavailable at once', async () => {
    const nobody = createRpcClient(Probe, `127.0.0.1:${await freePort()}`);
    const began = performance.now();
    await expect(nobody.createThing({ text: '' }, await service.as(here, RIGHTS))).rejects.toEqual(
      refusal('platform.service.unavailable'),
    );
    expect(performance.now() - began).toBeLessThan(1_000);
    nobody.close();
  });
});

describe('a refusal', () => {
  it('comes over the wire whole: code, kind, params with their types, fields with theirs', async () => {
    const params: ErrorParams = { kind: 'consumer', max: 12.5, open: true, accepted: ['a', 'é'], reason: '"quoted"' };
    const fields = [
      { pointer: '/lines/0/quantity', code: 'platform.field.too-large', params: { max: '10', kind: 'x' } },
      { pointer: '', code: 'platform.field.required', params: {} },
    ];
    act = () => Promise.reject(new DomainError('probe.thing.refused', params, fields, { kind: 'precondition' }));
    const error = await failureOf(client().createThing({ text: '' }, await service.as(here, RIGHTS)));
    expect(error).toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: 'probe.thing.refused', kind: 'precondition', params, fields });
    expect(error?.params).toEqual(params);
  });

  it.each([
    ['invalid', status.INVALID_ARGUMENT],
    ['not-found', status.NOT_FOUND],
    ['conflict', status.ABORTED],
    ['forbidden', status.PERMISSION_DENIED],
    ['unauthenticated', status.UNAUTHENTICATED],
    ['unavailable', status.UNAVAILABLE],
    ['precondition', status.FAILED_PRECONDITION],
    ['too-many', status.RESOURCE_EXHAUSTED],
    ['too-large', status.OUT_OF_RANGE],
  ] as const)(
    'of kind %s has a status that strangers to us understand, and the code as its text',
    async (kind, code) => {
      act = () => Promise.reject(new DomainError('probe.thing.refused', {}, [], { kind }));
      const { token } = await service.as(here, RIGHTS);
      expect(await raw({ authorization: `Bearer ${token}` })).toMatchObject({ code, details: 'probe.thing.refused' });
    },
  );

  it('that was not meant is hidden: no text, no stack, no refusal', async () => {
    act = () => Promise.reject(new Error('password is hunter2'));
    const error = await failureOf(client().createThing({ text: '' }, await service.as(here, RIGHTS)));
    expect(error).not.toBeInstanceOf(DomainError);
    expect(error).toMatchObject({ code: status.INTERNAL, details: 'internal error' });
    expect(JSON.stringify([error, error?.message])).not.toContain('hunter2');
  });
});

describe('a call', () => {
  it('brings who and where from its token, what from its method, request, correlation and key from its metadata', async () => {
    const call = await service.as(here, RIGHTS, { idempotencyKey: 'key-1' });
    await client().createThing({ text: 'a' }, { ...call, requestId: 'request-1', correlationId: 'correlation-1' });
    await client().createThing({ text: 'b' }, call);
    expect(calls[0]?.scope).toEqual({
      ...here,
      actor: expect.objectContaining({ kind: 'user' }),
      operation: 'probe:thing.create',
      requestId: 'request-1',
      correlationId: 'correlation-1',
      causationId: '',
      idempotency: { key: 'key-1', inputHash: expect.any(String) },
    });
    expect(calls[1]?.scope.idempotency?.inputHash).not.toBe(calls[0]?.scope.idempotency?.inputHash);
  });

  it('has the hash of its method and encoded request beside its key, the same each time', async () => {
    const call = await service.as(here, RIGHTS, { idempotencyKey: 'key-2' });
    for (let i = 0; i < 2; i++) await client().createThing({ text: 'a' }, call);
    const bytes = Probe.createThing.requestSerialize({ text: 'a' });
    const inputHash = createHash('sha256').update(`${Probe.createThing.path}\0`).update(bytes).digest('base64url');
    expect(calls.map(({ scope }) => scope.idempotency)).toEqual(Array(2).fill({ key: 'key-2', inputHash }));
  });

  it('takes its station from the token alone', async () => {
    const { token } = await service.as(here, RIGHTS);
    const lies = {
      'x-station': elsewhere.stationId,
      'x-station-id': elsewhere.stationId,
      station: elsewhere.stationId,
      'x-actor': 'user:root',
    };
    await raw({ authorization: `Bearer ${token}`, ...lies });
    expect(calls[0]?.scope).toMatchObject(here);
    expect(calls[0]?.scope.actor.id).not.toContain('root');
  });

  it('of a public method has no station, whatever it says', async () => {
    await client().getOpen({ text: '' }, { token: '', requestId: 'r', correlationId: 'c' });
    expect(calls[0]?.scope).toMatchObject({
      stationId: '00000000-0000-0000-0000-000000000000',
      operation: Probe.getOpen.path,
    });
  });

  it('without the right, or with a token that is missing, forged, expired or for another service, is refused', async () => {
    const refusedWith = async (change: Partial<CallContext>, code: string) =>
      expect(
        await failureOf(client().createThing({ text: '' }, { ...(await service.as(here, RIGHTS)), ...change })),
      ).toEqual(refusal(code));
    await refusedWith({ token: (await service.as(here, ['probe:thing.read'])).token }, 'platform.request.forbidden');
    const unsigned = `${part({ alg: 'none' })}.${part({ iss: 'navette', aud: 'navette', sub: 'x', exp: 9e9, kind: 'user', station: here.stationId, network: here.networkId, grants: 1 })}.`;
    const { token } = await service.as(here, RIGHTS);
    const bad = [
      '',
      'x',
      unsigned,
      `${token.slice(0, -6)}AAAAAA`,
      await service.tokens.sign(here, undefined, { expiresIn: '-1s' }),
      await service.tokens.sign(here, undefined, { audience: 'stock' }),
      await service.tokens.sign({ ...here, stationId: 'not-a-station' }),
      await service.tokens.sign(here, { kind: 'system', id: 'root' }),
    ];
    for (const one of bad) await refusedWith({ token: one }, 'platform.request.unauthenticated');
    expect(calls).toEqual([]);
  });

  it('with a token made for this service is taken', async () => {
    const { token } = await service.as(here, RIGHTS, { actor: { kind: 'service', id: 'stock' } });
    const own = await service.tokens.sign(here, { kind: 'service', id: 'stock' }, { audience: 'probe' });
    expect(own).not.toBe(token);
    await client().getThing({ text: '' }, { token: own, requestId: 'r', correlationId: 'c' });
    expect(calls[0]?.scope.actor).toEqual({ kind: 'service', id: 'stock' });
  });
});

describe('a service', () => {
  it('does not start without a handler for each method', async () => {
    @Controller()
    class Half {
      @Rpc(Probe.getThing, 'probe:thing.read')
      getThing(): void {}
    }
    expect(() => assertServed(Probe, [Half])).toThrow(
      'no handler for /navette.probe.v1.ProbeService/CreateThing, /navette.probe.v1.ProbeService/GetOpen',
    );
  });

  it('does not start with a handler that declares no right', () => {
    @Controller()
    class Bare extends ProbeGrpc {
      @GrpcMethod('ProbeService', 'GetThing')
      override getThing(request: Ask): Promise<Ask> {
        return Promise.resolve(request);
      }
    }
    expect(() => assertServed({ getThing: Probe.getThing }, [Bare])).toThrow(
      'no handler for /navette.probe.v1.ProbeService/GetThing',
    );
  });

  it('knows rights of one form only', () => {
    expect(() => Rpc(Probe.getThing, 'everything')).toThrow('not <context>:<subject>.<action>');
  });
});

/** A call past our client, with metadata of its own. */
function raw(fields: Record<string, string>): Promise<ServiceError | Ask> {
  const plain = new Client(service.grpcAddress, credentials.createInsecure());
  const metadata = new Metadata();
  for (const [name, value] of Object.entries(fields)) metadata.set(name, value);
  const { path, requestSerialize, responseDeserialize } = Probe.createThing;
  return new Promise((resolve) => {
    plain.makeUnaryRequest(path, requestSerialize, responseDeserialize, { text: '' }, metadata, (error, answer) => {
      plain.close();
      resolve(error ?? (answer as Ask));
    });
  });
}

function part(value: object): string {
  return Buffer.from(JSON.stringify(value)).toString('base64url');
}
