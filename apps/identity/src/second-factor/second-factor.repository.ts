import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import type { Policy } from './totp.code.js';

export interface TotpRow {
  readonly sealedSecret: Buffer;
  readonly confirmed: boolean;
  /** Of the last code that was used. */
  readonly lastStep: number;
}

/** Second factors of people, and what a station demands. */
@Injectable()
export class SecondFactorRepository {
  async of(tx: Tx, userId: string): Promise<TotpRow | undefined> {
    return this.#row(tx, userId, '');
  }

  /** Locked: of two with one code, one is first. */
  async lock(tx: Tx, userId: string): Promise<TotpRow | undefined> {
    return this.#row(tx, userId, 'for update');
  }

  /** A secret that waits for its first code, in the place of one that did. */
  async start(tx: Tx, userId: string, sealedSecret: Buffer): Promise<boolean> {
    const started = await tx.run(
      `insert into user_totp (network_id, user_id, sealed_secret, started_at) values ($1, $2, $3, $4)
       on conflict (network_id, user_id) do update set sealed_secret = excluded.sealed_secret, started_at = excluded.started_at
       where user_totp.confirmed_at is null`,
      [tx.scope.networkId, userId, sealedSecret, tx.now],
    );
    return started === 1;
  }

  async confirm(tx: Tx, userId: string, recoveryHashes: readonly Buffer[]): Promise<void> {
    await tx.run('update user_totp set confirmed_at = $3 where network_id = $1 and user_id = $2', [
      tx.scope.networkId,
      userId,
      tx.now,
    ]);
    await tx.run(`insert into recovery_code (network_id, user_id, hash) select $1, $2, unnest($3::bytea[])`, [
      tx.scope.networkId,
      userId,
      recoveryHashes,
    ]);
  }

  async useStep(tx: Tx, userId: string, step: number): Promise<void> {
    await tx.run('update user_totp set last_step = $3 where network_id = $1 and user_id = $2', [
      tx.scope.networkId,
      userId,
      step,
    ]);
  }

  /** @returns whether it was one of the user's, not used before */
  async useRecoveryCode(tx: Tx, userId: string, hash: Buffer): Promise<boolean> {
    const used = await tx.run(
      `update recovery_code set used_at = $4 where network_id = $1 and user_id = $2 and hash = $3 and used_at is null`,
      [tx.scope.networkId, userId, hash, tx.now],
    );
    return used === 1;
  }

  async remove(tx: Tx, userId: string): Promise<boolean> {
    const removed = await tx.run('delete from user_totp where network_id = $1 and user_id = $2', [
      tx.scope.networkId,
      userId,
    ]);
    return removed === 1;
  }

  /** Of the station of the transaction; optional where nobody said. */
  async policy(tx: Tx): Promise<Policy> {
    const row = await tx.first<{ policy: Policy }>(
      'select second_factor as policy from sign_in_policy where station_id = $1',
      [tx.scope.stationId],
    );
    return row?.policy ?? 'optional';
  }

  async setPolicy(tx: Tx, policy: Policy): Promise<void> {
    await tx.run(
      `insert into sign_in_policy (station_id, second_factor) values ($1, $2)
       on conflict (station_id) do update set second_factor = excluded.second_factor`,
      [tx.scope.stationId, policy],
    );
  }

  async #row(tx: Tx, userId: string, lock: '' | 'for update'): Promise<TotpRow | undefined> {
    const row = await tx.first<Omit<TotpRow, 'lastStep'> & { lastStep: string }>(
      `select sealed_secret as "sealedSecret", confirmed_at is not null as confirmed, last_step as "lastStep"
       from user_totp where network_id = $1 and user_id = $2 ${lock}`,
      [tx.scope.networkId, userId],
    );
    return row && { ...row, lastStep: Number(row.lastStep) };
  }
}
