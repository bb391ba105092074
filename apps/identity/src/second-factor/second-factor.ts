import type { StartTotpResponse } from '@navette/contracts/identity/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Inject, Injectable } from '@nestjs/common';
import { IDENTITY_CONFIG, type IdentityConfig } from '../identity.config.js';
import { seal, unseal } from '../tokens/signing-key.crypto.js';
import { Administers } from '../users/administers.js';
import { SignInAttempts } from '../users/sign-in-attempts.js';
import { userErrors } from '../users/user.js';
import { UserRepository } from '../users/user.repository.js';
import { SecondFactorRepository, type TotpRow } from './second-factor.repository.js';
import {
  base32,
  newRecoveryCodes,
  newTotpSecret,
  otpauthUri,
  recoveryCodeHash,
  stepOf,
  totpErrors,
} from './totp.code.js';

/** ID-5: a second factor is enrolled, proved at sign-in, and removed by its owner or, lost, by an administrator. */
@Injectable()
export class SecondFactor {
  constructor(
    private readonly db: Database,
    private readonly factors: SecondFactorRepository,
    private readonly users: UserRepository,
    private readonly attempts: SignInAttempts,
    private readonly administers: Administers,
    @Inject(IDENTITY_CONFIG) private readonly config: IdentityConfig,
  ) {}

  /**
   * A new secret, shown now and never again; it counts once a first code has confirmed it.
   * @throws DomainError `identity.second-factor.enrolled-already`
   */
  async start(scope: Scope): Promise<StartTotpResponse> {
    const { id } = scope.actor;
    const secret = newTotpSecret();
    // As the symmetric key that it is (RFC 7518 § 6.4), sealed for this user alone.
    const sealed = seal({ kty: 'oct', k: secret.toString('base64url') }, id, this.config.keySecret);
    return this.db.tenantTx(scope, async (tx) => {
      const login = await this.#loginOf(tx, id);
      if (!(await this.factors.start(tx, id, sealed))) throw totpErrors.error('second-factor.enrolled-already');
      tx.audit('second-factor', id);
      return { secret: base32(secret), uri: otpauthUri(secret, login) };
    });
  }

  /**
   * The first code: from now on sign-in asks for one.
   * @returns codes for whoever loses the second factor, shown now and never again
   * @throws DomainError `identity.second-factor.code-refused`, `.not-started`, `.enrolled-already`, `identity.sign-in.locked`
   */
  async confirm(scope: Scope, code: string): Promise<string[]> {
    const { id } = scope.actor;
    const codes = newRecoveryCodes();
    await this.#counted(scope, async (tx) => {
      const row = await this.factors.lock(tx, id);
      if (row === undefined) throw totpErrors.error('second-factor.not-started');
      if (row.confirmed) throw totpErrors.error('second-factor.enrolled-already');
      await this.#useCode(tx, id, row, code);
      await this.factors.confirm(tx, id, codes.map((one) => recoveryCodeHash(one, id))); // prettier-ignore
    });
    return codes;
  }

  /**
   * By a code, or a recovery code: a copied access token is not enough.
   * @throws DomainError `identity.second-factor.code-refused`, `.not-started`, `identity.sign-in.locked`
   */
  async remove(scope: Scope, code: string): Promise<void> {
    const { id } = scope.actor;
    await this.#counted(scope, async (tx) => {
      await this.prove(tx, id, code);
      await this.factors.remove(tx, id);
    });
  }

  /**
   * For who has lost it and every recovery code, by whoever administers them in all their stations.
   * @throws DomainError `identity.user.not-found`, `identity.user.works-elsewhere`
   */
  async reset(scope: Scope, userId: string): Promise<void> {
    await this.administers.assert(scope, userId);
    await this.db.command(scope, async (tx) => {
      if (await this.factors.remove(tx, userId)) tx.audit('second-factor', userId);
      else tx.changesNothing();
    });
  }

  /**
   * Part of the caller's transaction: a code of a user's second factor, each good once.
   * @throws DomainError `identity.second-factor.code-refused`, `.not-started`
   */
  async prove(tx: Tx, userId: string, code: string): Promise<void> {
    const row = await this.factors.lock(tx, userId);
    if (row?.confirmed !== true) throw totpErrors.error('second-factor.not-started');
    tx.audit('second-factor', userId);
    if (await this.factors.useRecoveryCode(tx, userId, recoveryCodeHash(code, userId))) return;
    await this.#useCode(tx, userId, row, code);
  }

  async #useCode(tx: Tx, userId: string, { sealedSecret, lastStep }: TotpRow, code: string): Promise<void> {
    const { k = '' } = unseal(sealedSecret, userId, this.config.keySecret);
    const seconds = Math.floor(tx.now.epochMilliseconds / 1_000);
    const step = stepOf(code, Buffer.from(k, 'base64url'), seconds, lastStep);
    if (step === undefined) throw totpErrors.error('second-factor.code-refused');
    await this.factors.useStep(tx, userId, step);
    tx.audit('second-factor', userId);
  }

  /** Guesses count as those at sign-in do. */
  async #counted(scope: Scope, work: (tx: Tx) => Promise<void>): Promise<void> {
    const login = await this.db.tenantRead(scope, (tx) => this.#loginOf(tx, scope.actor.id));
    await this.attempts.begin(login);
    await this.db.tenantTx(scope, async (tx) => {
      await work(tx);
      await this.attempts.forget(tx, login);
    });
  }

  async #loginOf(tx: Tx, userId: string): Promise<string> {
    const user = await this.users.byId(tx, userId);
    if (user === undefined) throw userErrors.error('user.not-found');
    return user.login;
  }
}
