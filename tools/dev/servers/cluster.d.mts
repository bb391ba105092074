import type { Install, Server } from './index.mjs';

export interface ClusterOptions {
  /** One folder per server inside; each is removed by `removeServerData`. */
  dir: string;
  /** 3 without. */
  size?: number;
  install?: Install;
}

export interface NatsCluster {
  /** By the names under which the servers elect each other. */
  readonly nodes: readonly { readonly name: string; readonly server: Server }[];
  /** Every address, as NAVETTE_NATS_URL takes them. */
  readonly url: string;
  /** Where the users of all are declared. */
  readonly userFolders: NonNullable<Server['userFolders']>;
  /** Name of the server that leads the making of streams and consumers, as far as the living know one. */
  metaLeader(): Promise<string | undefined>;
  stopAll(): Promise<void>;
}

/** Starts NATS servers that form one cluster; resolves when they have elected a leader. All or none. */
export function startNatsCluster(options: ClusterOptions): Promise<NatsCluster>;
