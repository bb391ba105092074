import { seeding } from '@navette/platform/seed';
import { identityConfig } from '../identity.config.js';
import { RotateSigningKeys, type RotatedKey } from './rotate-signing-keys.js';
import { SigningKeyRepository } from './signing-key.repository.js';

/**
 * ID-6: rotates the signing keys at once, in the database of a system that runs or does not.
 * @param env the database and its passwords as for the running service, and `NAVETTE_IDENTITY_SECRET_KEY`
 * @param leaked the keys there are must not verify any more
 * @throws ConfigError naming every variable that is missing or malformed
 */
export async function rotateSigningKeys(env: NodeJS.ProcessEnv, { leaked }: { leaked: boolean }): Promise<RotatedKey> {
  let rotated: RotatedKey | undefined;
  await seeding('identity', env, async (db) => {
    const rotation = new RotateSigningKeys(db, new SigningKeyRepository(), identityConfig(env));
    rotated = await (leaked ? rotation.replaceLeaked() : rotation.execute());
  });
  return rotated as RotatedKey;
}
