import { PartChangedMessage } from '@navette/contracts';
import type { LinkPartsRequest, PartLinks, UnlinkPartsRequest } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import { Database, type Scope, type Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { partErrors, type CatalogueItem } from '../catalogue/part.js';
import { PartRepository } from '../catalogue/part.repository.js';
import { checkedLink, linkErrors, MOST_LINKS, type PartLink } from './part-link.js';
import { PartLinkRepository } from './part-link.repository.js';

/** ST-3: says that parts stand for each other, or that one replaces another, and takes it back. Saying it twice does nothing. */
@Injectable()
export class LinkParts {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
    private readonly links: PartLinkRepository,
  ) {}

  /**
   * @throws DomainError `stock.part.not-found`, `stock.part-link.invalid`, `stock.part-link.circle` where the part replaces the
   *   other already, however many stand between, `stock.part-link.too-many`
   */
  link(scope: Scope, request: LinkPartsRequest): Promise<PartLinks> {
    return this.#change(scope, request, async (tx, link, [part, other]) => {
      if ([part, other].some(({ kind }) => kind !== 'part')) {
        throw linkErrors.error('part-link.invalid', {}, [linkErrors.field('/otherPartId', 'part-link.special-item')]);
      }
      const { kind, partId, otherPartId } = link;
      if (kind === 'replacement' && (await this.links.isReplacedBy(tx, otherPartId, partId))) {
        throw linkErrors.error('part-link.circle', { reference: part.reference, other: other.reference });
      }
      const added = await this.links.add(tx, link);
      if (added && (await this.links.mostLinks(tx, [partId, otherPartId])) > MOST_LINKS) {
        throw linkErrors.error('part-link.too-many', { max: MOST_LINKS });
      }
      return added;
    });
  }

  /** @throws DomainError `stock.part.not-found`, `stock.part-link.invalid` */
  unlink(scope: Scope, request: UnlinkPartsRequest): Promise<PartLinks> {
    return this.#change(scope, request, (tx, link) => this.links.remove(tx, link));
  }

  async #change(
    scope: Scope,
    request: LinkPartsRequest,
    change: (tx: Tx, link: PartLink, parts: readonly [CatalogueItem, CatalogueItem]) => Promise<boolean>,
  ): Promise<PartLinks> {
    const { partId, otherPartId } = request;
    if (!isUuid(partId)) throw partErrors.error('part.not-found');
    const link = checkedLink(request);
    return this.db.command(scope, async (tx) => {
      await this.links.lockLinks(tx);
      const found = await this.parts.byIds(tx, [partId, otherPartId]);
      const [part, other] = [found.get(partId), found.get(otherPartId)];
      if (part === undefined) throw partErrors.error('part.not-found');
      if (other === undefined) {
        throw linkErrors.error('part-link.invalid', {}, [linkErrors.field('/otherPartId', 'part-link.part-unknown')]);
      }
      if (await change(tx, link, [part, other])) {
        for (const { id, version } of [part, other]) {
          tx.publish(PartChangedMessage, { type: 'part', id, version }, { partId: id });
          tx.audit('part', id);
        }
      } else tx.changesNothing();
      return this.links.ofPart(tx, partId);
    });
  }
}
