import { PartChangedMessage } from '@navette/contracts';
import type { PartImages } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { redrawn } from '@navette/platform/images';
import { ObjectStore } from '@navette/platform/objects';
import { Injectable } from '@nestjs/common';
import { partErrors } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { FULL, imageErrors, MOST_IMAGES, SMALL } from './part-image.js';
import { PartImageRepository } from './part-image.repository.js';

/** ST-1: pictures of a part. They are no part of its version: who edits its record is not disturbed. */
@Injectable()
export class ChangePartImages {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly images: PartImageRepository,
    private readonly objects: ObjectStore,
  ) {}

  /**
   * The first one is the main one; one that is there already is not added again.
   * @throws DomainError `platform.image.not-accepted`, `.too-large`, `.too-many-pixels`, `stock.part.not-found`,
   *   `stock.part-image.too-many`
   */
  async add(scope: Scope, partId: string, content: Uint8Array): Promise<PartImages> {
    // Before a stranger's picture is looked at.
    await this.db.tenantRead(scope, (tx) => this.parts.known(tx, partId));
    const [full, small] = [await redrawn(content, FULL), await redrawn(content, SMALL)];
    return this.#change(scope, partId, async (tx) => {
      const { images } = await this.images.ofPart(tx, partId);
      const [sha256, smallSha256] = [
        await this.objects.put(tx, 'image/png', full),
        await this.objects.put(tx, 'image/png', small),
      ];
      const image = { id: tx.newId(), partId, isMain: images.length === 0, sha256, smallSha256 };
      const added = await this.images.add(tx, image);
      if (added && images.length >= MOST_IMAGES) throw imageErrors.error('part-image.too-many', { max: MOST_IMAGES });
    });
  }

  /** @throws DomainError `stock.part.not-found`, `stock.part-image.not-found` */
  choose(scope: Scope, partId: string, imageId: string): Promise<PartImages> {
    return this.#change(scope, partId, async (tx) => {
      if ((await this.images.objectsOf(tx, partId, imageId)) === undefined)
        throw imageErrors.error('part-image.not-found');
      await this.images.makeMain(tx, partId, imageId);
    });
  }

  /** Where it was the main one, the next is. @throws DomainError `stock.part.not-found`, `stock.part-image.not-found` */
  remove(scope: Scope, partId: string, imageId: string): Promise<PartImages> {
    return this.#change(scope, partId, async (tx) => {
      const kept = await this.images.objectsOf(tx, partId, imageId);
      if (kept === undefined) throw imageErrors.error('part-image.not-found');
      await this.images.remove(tx, partId, imageId);
      for (const name of await this.images.unused(tx, [kept.sha256, kept.smallSha256]))
        await this.objects.remove(tx, name);
      const [next] = (await this.images.ofPart(tx, partId)).images;
      if (next !== undefined && !next.main) await this.images.makeMain(tx, partId, next.id);
    });
  }

  async #change(scope: Scope, partId: string, change: (tx: Tx) => Promise<void>): Promise<PartImages> {
    if (!isUuid(partId)) throw partErrors.error('part.not-found');
    return this.db.command(scope, async (tx) => {
      await this.images.lockObjects(tx);
      const part = await this.parts.lockById(tx, partId);
      if (part === undefined) throw partErrors.error('part.not-found');
      await change(tx);
      tx.publish(PartChangedMessage, { type: 'part', id: partId, version: part.version }, { partId });
      tx.audit('part', partId);
      return this.images.ofPart(tx, partId);
    });
  }
}
