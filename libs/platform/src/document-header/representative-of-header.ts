import type { DocumentHeader } from '@navette/contracts/common/v1/common';
import { PartiesServiceService as Parties } from '@navette/contracts/parties/v1/service';
import { DomainError } from '@navette/kernel';
import type { Scope } from '../database/scope.js';
import type { RpcClients } from '../service/rpc-clients.js';
import { headerErrors } from './document-header.js';

/**
 * PA-13: that who sells to the party of a document is a representative of the station. Asked of parties before the transaction,
 * where somebody else is named than before.
 * @param seen the header as it is; absent of a new document, which may have a representative set aside as its party has
 * @param at where the header stands in what was sent: `/header`
 * @throws DomainError `platform.header.invalid`, `platform.service.unavailable` when parties does not answer
 */
export async function checkRepresentativeOf(
  clients: RpcClients,
  scope: Scope,
  { representativeId: id }: DocumentHeader,
  seen?: DocumentHeader,
  at = '',
): Promise<void> {
  if (id === '' || id === seen?.representativeId) return;
  try {
    const { active } = await clients.get(Parties).getRepresentative({ id }, await clients.asService(scope, Parties));
    if (active || seen === undefined) return;
  } catch (error) {
    if (!(error instanceof DomainError) || error.kind !== 'not-found') throw error;
  }
  const field = headerErrors.field(`${at}/representativeId`, 'header.no-representative');
  throw headerErrors.error('header.invalid', {}, [field]);
}
