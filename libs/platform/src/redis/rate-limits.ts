import { defineErrors } from '@navette/kernel';
import { Redis } from 'ioredis';
import { RateLimiterRedis, RateLimiterRes } from 'rate-limiter-flexible';
import type { Metrics } from '../observability/index.js';

const limitErrors = defineErrors('platform', {
  'request.rate-limited': { kind: 'too-many', params: ['retryAfter'] },
});

/** Requests per caller and second, averaged over ten. */
export interface RateLimit {
  readonly perSecond: number;
}

const WINDOW_SECONDS = 10;

/** Where a caller stands in its window. */
export interface Standing {
  readonly limit: number;
  readonly remaining: number;
  readonly resetSeconds: number;
}

/**
 * Limits per caller, counted in Redis so that all copies of a service share them. Redis holds nothing that matters: while
 * it is away every request passes, and a metric says so.
 */
export class RateLimits {
  readonly #redis: Redis;
  readonly #limiter: RateLimiterRedis;
  readonly #unlimited;

  constructor(url: string, prefix: string, { perSecond }: RateLimit, metrics: Metrics) {
    this.#redis = new Redis(url, {
      lazyConnect: true,
      enableOfflineQueue: false,
      maxRetriesPerRequest: 0,
      commandTimeout: 100,
      retryStrategy: (times) => Math.min(times * 200, 2_000),
    });
    // Without a listener a lost connection would end the process.
    this.#redis.on('error', () => undefined);
    this.#limiter = new RateLimiterRedis({
      storeClient: this.#redis,
      keyPrefix: `${prefix}:limit`,
      points: perSecond * WINDOW_SECONDS,
      duration: WINDOW_SECONDS,
    });
    this.#unlimited = metrics.counter('rate_limit_unchecked_total', 'requests let through because Redis was away');
  }

  open(): void {
    this.#redis.connect().catch(() => undefined);
  }

  close(): void {
    this.#redis.disconnect();
  }

  /**
   * Counts one request.
   * @param tell is told where the caller stands after it, also when it is refused; not while Redis is away
   * @throws DomainError `platform.request.rate-limited` with the seconds to wait.
   */
  async take(caller: string, tell: (standing: Standing) => void = () => undefined): Promise<void> {
    const answer = await this.#limiter.consume(caller).catch((refusal: unknown) => refusal);
    if (!(answer instanceof RateLimiterRes)) {
      this.#unlimited.inc();
      return;
    }
    const resetSeconds = Math.ceil(answer.msBeforeNext / 1_000);
    tell({ limit: this.#limiter.points, remaining: answer.remainingPoints, resetSeconds });
    if (answer.consumedPoints > this.#limiter.points) {
      throw limitErrors.error('request.rate-limited', { retryAfter: resetSeconds });
    }
  }
}
