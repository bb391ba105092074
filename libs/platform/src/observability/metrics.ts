import { Counter, Gauge, Histogram, Registry } from 'prom-client';

/** One series of a gauge. */
export interface Sample {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Metrics of one service; a registry of its own, since several services may share a process. */
export class Metrics {
  readonly registry = new Registry();

  constructor(service: string) {
    this.registry.setDefaultLabels({ service });
  }

  counter(name: string, help: string, labelNames: readonly string[] = []): Counter {
    return new Counter({ name: `navette_${name}`, help, labelNames: [...labelNames], registers: [this.registry] });
  }

  histogram(name: string, help: string, labelNames: readonly string[] = []): Histogram {
    return new Histogram({
      name: `navette_${name}`,
      help,
      labelNames: [...labelNames],
      buckets: [0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10],
      registers: [this.registry],
    });
  }

  /** A gauge read when scraped. */
  gauge(name: string, help: string, collect: () => Promise<number> | number): Gauge {
    return this.gauges(name, help, [], async () => [{ labels: {}, value: await collect() }]);
  }

  /** A gauge with labels, read when scraped; a series that is not collected any more is gone. */
  gauges(name: string, help: string, labelNames: readonly string[], collect: () => Promise<Sample[]>): Gauge {
    return new Gauge({
      name: `navette_${name}`,
      help,
      labelNames: [...labelNames],
      registers: [this.registry],
      async collect() {
        this.reset();
        // One figure that cannot be had (the database is away) must not cost all the others.
        const samples = await collect().catch(() => [{ labels: {}, value: Number.NaN }]);
        for (const { labels, value } of samples) this.set(labels, value);
      },
    });
  }
}
