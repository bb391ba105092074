import { useText } from '../../shared/i18n/use-text.js';
import { PageLink } from '../../shared/work/page-link.js';
import { hrefOf, type Owner } from './use-put-away.js';

interface OwnerLinkProps {
  readonly owner: Owner;
  readonly customer?: string;
}

/** Whose a piece is: a file or customer order by its number, or the shelf. */
export function OwnerLink({ owner, customer = '' }: OwnerLinkProps) {
  const t = useText();
  const href = hrefOf(owner);
  if (href === undefined) return <span className="muted">{t('receipts.to-shelf')}</span>;
  return (
    <span>
      <PageLink href={href} className="reference">
        {owner.originNumber}
      </PageLink>
      {customer !== '' && ` · ${customer}`}
    </span>
  );
}
