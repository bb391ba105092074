import type { MessageType } from '@navette/contracts';
import type { ItemOutcome, SagaRequest } from '@navette/contracts/common/v1/common';
import type { Temporal } from '@navette/kernel';
import type { Tx } from '../database/tx.js';

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

/** When an unanswered item is asked again (same request id), given up, and handed to a person; seconds since first asked. */
export interface Patience {
  readonly askAgainSeconds: readonly number[];
  /** Then `decide` gets `overdue`; absent where the step may only be retried. */
  readonly giveUpSeconds?: number;
  /** Then the saga waits for an operator. */
  readonly operatorSeconds: number;
}

/** A step asked of another context by saga command. */
export interface SagaStep {
  readonly command: MessageType<never>;
  /** Items per command; 100 unless the command carries one thing. */
  readonly batch: number;
  /** Builds the command from a batch of items of one station. */
  readonly build: (request: SagaRequest, items: readonly SagaItem[]) => object;
  readonly patience: Patience;
}

/** Declares a step with its command's type checked. */
export function step<C extends object>(
  command: MessageType<C>,
  options: { batch?: number; build: (request: SagaRequest, items: readonly SagaItem[]) => C; patience?: Patience },
): SagaStep {
  return {
    command: command as MessageType<never>,
    batch: options.batch ?? 100,
    build: options.build,
    patience: options.patience ?? DEFAULT_PATIENCE,
  };
}

/** Asked again after 30 s, 2 min and 10 min; a person is called after a day. */
export const DEFAULT_PATIENCE: Patience = { askAgainSeconds: [30, 120, 600], operatorSeconds: 86_400 };

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
  /** Items asked and not answered yet, over all steps. */
  readonly open: number;
}

export interface SagaDecision<Data extends Json> {
  readonly state: string;
  readonly data: Data;
  /** Items to ask, by step; recorded as open before the command leaves. */
  readonly ask?: readonly { readonly step: string; readonly items: readonly SagaItem[] }[];
  /** Changes in the orchestrator's own database, in this transaction; each result comes back as input `effect`. */
  readonly effects?: readonly { readonly name: string; readonly payload: Json }[];
  /** The saga ends. */
  readonly end?: 'done' | 'compensated';
  /** The saga waits for a person; why, as an error code. */
  readonly park?: string;
}

/**
 * A saga: one pure function, and what its steps and effects are. State is a name, so that a step may be inserted while
 * others are under way; `dataVersion` rises when `Data` changes shape and `upgrade` lifts older data.
 */
export interface SagaDefinition<Data extends Json> {
  /** kebab-case, e.g. `order-receipt-to-allocation`; names the reply subject, so it never changes. */
  readonly type: string;
  readonly dataVersion: number;
  readonly upgrade?: (data: Json, from: number) => Data;
  readonly steps: Readonly<Record<string, SagaStep>>;
  readonly decide: (current: SagaCurrent<Data>, input: SagaInput, now: Temporal.Instant) => SagaDecision<Data>;
  /** Names of the effects; the service gives their handlers to the runner. */
  readonly effects: readonly string[];
}

/** Runs the effects of a saga in the service that orchestrates it (a class of the service, `*.effects.ts`). */
export interface SagaEffects {
  readonly saga: SagaDefinition<never>;
  /** Changes the service's own tables within `tx`; must be repeatable no more than the transaction itself. */
  run(tx: Tx, name: string, payload: Json, sagaId: string): Promise<Json>;
}

export type { ItemOutcome };
