import type { CheckFileDocuments as Command } from '@navette/contracts/billing/v1/commands';
import type { Tx } from '@navette/platform/database';
import { done, type ItemOutcome } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { documentErrors } from './document.js';
import { PrepareFileDocuments } from './prepare-file-documents.js';
import { refusalOf } from './refusal.js';

/** Saga file-to-invoice: whether all documents of a file could be issued now. Nothing is numbered or kept. */
@Injectable()
export class CheckFileDocuments {
  constructor(private readonly prepare: PrepareFileDocuments) {}

  async execute(tx: Tx, { itemKey, file }: Command): Promise<ItemOutcome[]> {
    try {
      if (file === undefined) throw documentErrors.error('document.empty', { file: '' });
      await this.prepare.execute(tx, file);
      return [done(itemKey)];
    } catch (error) {
      if (!documentErrors.is(error)) throw error;
      return [refusalOf(itemKey, error)];
    }
  }
}
