import type { MessageType } from '@navette/contracts';
import type { ItemOutcome, SagaRequest } from '@navette/contracts/common/v1/common';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '../database/tx.js';
import { DEFAULT_PATIENCE, type Patience } from './saga-patience.js';

/** JSON data; what sagas, items and effects keep. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** One thing asked of a participant, and answered with one outcome. */
export interface SagaItem {
  /** Unique within the saga, also over its steps (an allocation's id, say). */
  readonly key: string;
  readonly payload: Json;
}

/** Outcome of an item: `done`, or the error code of the refusal. */
export interface Outcome {
  readonly item: SagaItem;
  readonly outcome: string;
  readonly data: Readonly<Record<string, string>>;
}

/** A step asked of another context by saga command. */
export interface SagaStep<Data extends Json = Json> {
  readonly command: MessageType<never>;
  /** Items per command; 100 unless the command carries one thing. */
  readonly batch: number;
  /** Builds the command from a batch of items. */
  readonly build: (request: SagaRequest, items: readonly SagaItem[]) => object;
  /** The station whose participant is asked, where it is not the saga's own; such a step asks one item at a time. */
  readonly stationOf?: (item: SagaItem) => string;
  patience(data: Data): Patience;
}

/**
 * Declares a step with its command's type checked. A patience that is the station's to choose stands in the saga's data,
 * where its start put it: then `patience` is a function of the data.
 */
export function step<C extends object, Data extends Json = Json>(
  command: MessageType<C>,
  options: {
    batch?: number;
    build: (request: SagaRequest, items: readonly SagaItem[]) => C;
    patience?: Patience | ((data: Data) => Patience);
    stationOf?: (item: SagaItem) => string;
  },
): SagaStep<Data> {
  const { stationOf, batch = stationOf === undefined ? 100 : 1, build, patience = DEFAULT_PATIENCE } = options;
  return {
    command: command as MessageType<never>,
    batch,
    build,
    ...(stationOf !== undefined && { stationOf }),
    patience: (data) => (typeof patience === 'function' ? patience(data) : patience),
  };
}

/** What a saga reacts to. */
export type SagaInput =
  /** It begins; in the transaction of its cause. */
  | { readonly kind: 'started' }
  /** A participant answered items of a step; `current.open` counts what is still open after them. */
  | { readonly kind: 'answered'; readonly step: string; readonly outcomes: readonly Outcome[] }
  /** Items of a step were not answered in time (`giveUpSeconds`); they are no longer open. */
  | { readonly kind: 'overdue'; readonly step: string; readonly items: readonly SagaItem[] }
  /** A local effect ran; its result. */
  | { readonly kind: 'effect'; readonly name: string; readonly result: Json }
  /** Something happened in the orchestrator's own context (`SagaRunner.signal`). */
  | { readonly kind: 'signal'; readonly name: string; readonly payload: Json };

export interface SagaCurrent<Data extends Json> {
  readonly id: string;
  /** Name of the state. */
  readonly state: string;
  readonly data: Data;
  /** Items asked and not answered yet, over all steps, and what a person was called for (`park`). */
  readonly open: number;
}

export interface SagaDecision<Data extends Json> {
  readonly state: string;
  readonly data: Data;
  /** Items to ask, by step; recorded as open before the command leaves. */
  readonly ask?: readonly { readonly step: string; readonly items: readonly SagaItem[] }[];
  /** Changes in the orchestrator's own database, in this transaction; each result comes back as input `effect`. */
  readonly effects?: readonly { readonly name: string; readonly payload: Json }[];
  /** The saga ends; nothing may be open or asked for any more, effects included. */
  readonly end?: 'done' | 'compensated';
  /**
   * The saga waits for a person; why, as an error code. When the person retries it, what led here is done once more: the
   * effect run, the refused or overdue items asked, or the signal given again; `decide` gets the new result.
   */
  readonly park?: string;
}

/**
 * A saga: one pure function, and what its steps and effects are. State is a name, so that a step may be inserted while
 * others are under way; `dataVersion` rises when `Data` changes shape and `upgrade` lifts older data. (`decide`, `upgrade` and
 * `patience` are methods, so that a definition of any data is a `SagaDefinition<Json>` to the runner.)
 */
export interface SagaDefinition<Data extends Json> {
  /** kebab-case, e.g. `order-receipt-to-allocation`; names the reply subject, so it never changes. */
  readonly type: string;
  readonly dataVersion: number;
  upgrade?(data: Json, from: number): Data;
  readonly steps: Readonly<Record<string, SagaStep<Data>>>;
  decide(current: SagaCurrent<Data>, input: SagaInput, now: Temporal.Instant): SagaDecision<Data>;
  /** Names of the effects; the service gives their handlers to the runner. */
  readonly effects: readonly string[];
}

/** Runs the effects of a saga in the service that orchestrates it (a class of the service, `*.effects.ts`). */
export interface SagaEffects {
  readonly saga: SagaDefinition<Json>;
  /** Changes the service's own tables within `tx`; must be repeatable no more than the transaction itself. */
  run(tx: Tx, name: string, payload: Json, sagaId: string): Promise<Json>;
}

export type { ItemOutcome };
