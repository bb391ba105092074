import type { ListShuttleNotesResponse } from '@navette/contracts/stock/v1/shuttle_notes';
import { isUuid } from '@navette/kernel';
import { Database, type Scope } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { ShuttleNoteRepository } from './shuttle-note.repository.js';

@Injectable()
export class ListShuttleNotes {
  constructor(
    private readonly db: Database,
    private readonly notes: ShuttleNoteRepository,
  ) {}

  /** ST-16: the notes of a file or of an order; none of those of other stations (ID-10). */
  async execute(scope: Scope, originId: string): Promise<ListShuttleNotesResponse> {
    if (!isUuid(originId)) return { notes: [] };
    return { notes: await this.db.tenantRead(scope, (tx) => this.notes.ofOrigin(tx, originId)) };
  }
}
