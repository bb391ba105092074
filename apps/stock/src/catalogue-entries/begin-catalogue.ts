import { derivedId } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { APPLIANCE_TYPES, MANUFACTURERS, UNITS } from '@navette/reference';
import { Injectable } from '@nestjs/common';
import { DISCREPANCY_REASONS } from './discrepancy-reasons.js';
import type { CheckedEntry, EntryKind } from './catalogue-entry.js';
import { CatalogueEntryRepository } from './catalogue-entry.repository.js';

/**
 * ST-1, E-027: a station has the units, appliance types and brands that come with the system (ADR 0044), and reasons of
 * discrepancies to begin with (E-081).
 */
@Injectable()
export class BeginCatalogue {
  constructor(private readonly entries: CatalogueEntryRepository) {}

  /** Adds what is missing; a code that the station gave to an entry of its own stays that entry's. */
  async execute(tx: Tx): Promise<void> {
    const entry = (kind: EntryKind, code: string, label: string): CheckedEntry => ({
      kind,
      code,
      label,
      notes: '',
      active: true,
      unitType: null,
      decimals: null,
      placeType: null,
      amount: null,
    });
    const listed = [
      ...UNITS.map(([code, label, unitType, decimals]) => ({ ...entry('unit', code, label), unitType, decimals })),
      ...APPLIANCE_TYPES.map(([code, label]) => entry('appliance_type', code, label)),
      ...MANUFACTURERS.map(([code, label]) => entry('brand', code, label)),
    ];
    const reasons = DISCREPANCY_REASONS.map(([code, label]) => entry('discrepancy_reason', code, label));
    // Side by side, so that their statements travel together.
    const added = await Promise.all(
      [...listed, ...reasons].map((one) => {
        const id = derivedId('catalogue-entry', `${one.kind} ${one.code} ${tx.scope.stationId}`);
        return this.entries.insert(tx, id, one, one.kind !== 'discrepancy_reason');
      }),
    );
    if (!added.includes(true)) return tx.changesNothing();
    tx.audit('catalogue', tx.scope.stationId);
  }
}
