import type { SearchPartsRequest, SearchPartsResponse } from '@navette/contracts/stock/v1/service';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ITEM_KINDS, partErrors, shownPart } from './part.js';
import { PartRepository } from './part.repository.js';

/** Beyond it nobody types; a scanner's runaway would. */
const LONGEST = 200;

/** ST-1: may be asked at every keystroke. */
@Injectable()
export class SearchParts {
  constructor(
    private readonly db: Database,
    private readonly parts: PartRepository,
  ) {}

  /**
   * The first 20: by barcode, then by reference without regard to blanks, dashes and case, then by words of the
   * designation, each whole or begun.
   * @throws DomainError `stock.part.invalid` for a kind that there is not, or more than 200 characters
   */
  async execute(scope: Scope, { q, kind }: SearchPartsRequest): Promise<SearchPartsResponse> {
    const fields = [
      ...(kind === '' || (ITEM_KINDS as readonly string[]).includes(kind)
        ? []
        : [partErrors.field('/kind', 'part.not-accepted', { accepted: ITEM_KINDS })]),
      ...(q.length <= LONGEST ? [] : [partErrors.field('/q', 'part.too-long', { max: LONGEST })]),
    ];
    if (fields.length > 0) throw partErrors.error('part.invalid', {}, fields);
    const asked = q.replaceAll('\0', '').trim();
    if (asked === '') return { parts: [] };
    return this.db.tenantRead(scope, async (tx) => {
      const parts = await this.parts.search(tx, asked, kind);
      const termsOf = await this.parts.termsFor(tx, parts);
      return { parts: parts.map((part) => shownPart(part, termsOf(part))) };
    });
  }
}
