import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

/**
 * PA-16: of an erased person no copy is left. Documents keep what they print: they are kept ten years (C. com. L. 123-22).
 */
@Injectable()
export class ErasePerson {
  async execute(tx: Tx, partyId: string, version: number): Promise<void> {
    const params = [tx.scope.stationId, partyId];
    // Also where its events come later: they are older.
    await tx.run(
      `insert into party_ref (station_id, id, version, kinds, display_name, siret, vat_number, line1, line2, postcode, city,
         country)
       values ($1, $2, $3, '{}', '—', '', '', '', '', '', '', 'FR')
       on conflict (station_id, id) do update set version = excluded.version, display_name = excluded.display_name,
         siret = '', vat_number = '', line1 = '', line2 = '', postcode = '', city = ''
       where party_ref.version < excluded.version`,
      [...params, version],
    );
    await tx.run(`update billing_terms_ref set ledger_account = '' where station_id = $1 and party_id = $2`, params);
    for (const table of ['customer_order', 'draft_invoice']) {
      await tx.run(`update ${table} set header = null where station_id = $1 and customer_party_id = $2`, params);
    }
    await tx.run(`update suspension_override set reason = '—' where station_id = $1 and party_id = $2`, params);
    tx.audit('party', partyId);
  }
}
