import type { Tx } from '@navette/platform/database';
import type { Json, SagaDefinition, SagaEffects } from '@navette/platform/saga';
import { Injectable } from '@nestjs/common';
import { CloseFile } from '../intervention-files/close-file.js';
import { ReopenFile } from '../intervention-files/reopen-file.js';
import { fileToInvoice } from './file-to-invoice.saga.js';
import type { AnsweredDocument } from './issued-documents.js';

@Injectable()
export class FileToInvoiceEffects implements SagaEffects {
  readonly saga = fileToInvoice as unknown as SagaDefinition<never>;

  constructor(
    private readonly close: CloseFile,
    private readonly reopen: ReopenFile,
  ) {}

  async run(tx: Tx, name: string, payload: Json): Promise<Json> {
    if (name === 'close-file') {
      const { fileId, documents, handBack } = payload as {
        fileId: string;
        documents: readonly AnsweredDocument[];
        handBack: boolean;
      };
      await this.close.execute(tx, fileId, documents, handBack);
      return null;
    }
    if (name === 'reopen-file') {
      const { fileId, refusal, params } = payload as {
        fileId: string;
        refusal: string;
        params: Readonly<Record<string, string>>;
      };
      await this.reopen.execute(tx, fileId, refusal, params);
      return null;
    }
    throw new Error(`saga ${this.saga.type} has no effect ${name}`);
  }
}
