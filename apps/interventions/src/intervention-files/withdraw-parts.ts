import type { Temporal } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { AddFileStatus } from './add-file-status.js';
import { roundCause } from './file-part.js';
import { FilePartRepository, type LineWithdrawal } from './file-part.repository.js';
import type { InterventionFileHead } from './intervention-file.js';
import { InterventionFileRepository } from './intervention-file.repository.js';
import { tellFileChanged } from './intervention-file.events.js';

/**
 * ST-24's compensation: parts are taken back from files. A withdrawal that overtakes its allocation is kept, so that the
 * allocation finds it. An open file that had all its parts waits again: the question is open anew, its part is to be
 * ordered. So is a part that came and went while the file was not to be reached. Any other file is told nothing: it is
 * finished with its parts, or never gets them.
 */
@Injectable()
export class WithdrawParts {
  constructor(
    private readonly files: InterventionFileRepository,
    private readonly parts: FilePartRepository,
    private readonly addStatus: AddFileStatus,
  ) {}

  /**
   * @param at when stock took them back
   * @param wanted false for what the file itself gave up: late, the word of it must not call for parts in a file that
   *   was opened again meanwhile
   * @param unanswered true when stock gave the parts to others because the file kept silent
   */
  async execute(
    tx: Tx,
    withdrawals: readonly LineWithdrawal[],
    { at, wanted, unanswered = false }: { at: Temporal.Instant; wanted: boolean; unanswered?: boolean },
  ): Promise<void> {
    const files = await this.files.lockAll(tx, [...new Set(withdrawals.map(({ fileId }) => fileId))]);
    const lines = await this.parts.linesById(tx, [...new Set(withdrawals.map(({ lineId }) => lineId))]);
    const ours = new Map(
      withdrawals
        .filter(({ fileId, lineId }) => files.has(fileId) && lines.get(lineId)?.fileId === fileId)
        .map((withdrawal) => [withdrawal.allocationId, withdrawal]),
    );
    if (ours.size === 0) return;
    const open = [...files.values()].filter(({ state }) => wanted && state === 'open').map(({ id }) => id);
    const completeBefore = (await this.parts.needsOf(tx, open)).filter(({ complete }) => complete);
    await this.parts.withdraw(tx, [...ours.values()], at);
    for (const { fileId } of ours.values()) tx.audit('intervention-file', fileId);
    if (unanswered) {
      const known = await this.parts.known(tx, [...ours.keys()]);
      const unheard = [...ours.values()].filter(({ allocationId, fileId, lineId }) => {
        const line = lines.get(lineId);
        const waits = open.includes(fileId) && line?.state === 'open' && line.wantsPart;
        return waits && known.get(allocationId)?.arrived !== true;
      });
      const entries = unheard.map(({ fileId, allocationId }) => ({
        fileId,
        cause: `gone:${allocationId}`,
        at,
        comment: '',
      }));
      await this.addStatus.execute(tx, 'part_to_order', entries);
    }
    if (completeBefore.length > 0) await this.#reopen(tx, completeBefore, [...ours.values()], files, at);
    for (const { id, version } of files.values()) tellFileChanged(tx, id, version);
  }

  /** Files that had all their parts wait again. */
  async #reopen(
    tx: Tx,
    completeBefore: readonly { readonly fileId: string }[],
    ours: readonly LineWithdrawal[],
    files: ReadonlyMap<string, InterventionFileHead>,
    at: Temporal.Instant,
  ): Promise<void> {
    const needs = await this.parts.needsOf(
      tx,
      completeBefore.map(({ fileId }) => fileId),
    );
    const reopened = needs.filter(({ complete }) => !complete);
    for (const { fileId, round } of reopened) {
      const file = files.get(fileId);
      if (file !== undefined) await this.files.change(tx, file, { needsRound: round + 1 });
    }
    await this.addStatus.execute(
      tx,
      'part_to_order',
      reopened.map(({ fileId, round }) => ({ fileId, cause: roundCause(round + 1), at, comment: '' })),
    );
    // What is missing now was there before: when it comes again, there is something to tell.
    const missing = ours.filter(({ fileId }) => reopened.some((file) => file.fileId === fileId));
    await this.parts.markWaited(
      tx,
      missing.map(({ lineId }) => lineId),
    );
  }
}
