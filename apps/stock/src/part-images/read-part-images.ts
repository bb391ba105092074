import type { GetPartImageRequest, PartImageContent, PartImages } from '@navette/contracts/stock/v1/service';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { ObjectStore } from '@navette/platform/objects';
import { Injectable } from '@nestjs/common';
import { PartRepository } from '../catalogue/part.repository.js';
import { imageErrors } from './part-image.js';
import { PartImageRepository } from './part-image.repository.js';

@Injectable()
export class ReadPartImages {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly images: PartImageRepository,
    private readonly objects: ObjectStore,
  ) {}

  /** @throws DomainError `stock.part.not-found` */
  of(scope: Scope, partId: string): Promise<PartImages> {
    return this.#read(scope, partId, (tx) => this.images.ofPart(tx, partId));
  }

  /** @throws DomainError `stock.part.not-found`, `stock.part-image.not-found` */
  content(scope: Scope, { partId, imageId, small }: GetPartImageRequest): Promise<PartImageContent> {
    return this.#read(scope, partId, async (tx) => {
      const names = await this.images.objectsOf(tx, partId, imageId);
      const kept = names && (await this.objects.get(tx, small ? names.smallSha256 : names.sha256));
      if (kept === undefined) throw imageErrors.error('part-image.not-found');
      return kept;
    });
  }

  async #read<T>(scope: Scope, partId: string, read: (tx: Tx) => Promise<T>): Promise<T> {
    return this.db.tenantRead(scope, async (tx) => {
      await this.parts.known(tx, partId);
      return read(tx);
    });
  }
}
