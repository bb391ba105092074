import { defineErrors, isUuid, type FieldError } from '@navette/kernel';

export const linkErrors = defineErrors('stock', {
  'part-link.invalid': 'invalid',
  'part-link.not-accepted': { kind: 'invalid', params: ['accepted'] },
  'part-link.part-unknown': 'invalid',
  'part-link.itself': 'invalid',
  'part-link.special-item': 'invalid',
  'part-link.circle': { kind: 'conflict', params: ['reference', 'other'] },
  'part-link.too-many': { kind: 'conflict', params: ['max'] },
  'part-merge.not-linked': { kind: 'precondition', params: ['reference'] },
  'part-merge.units-differ': { kind: 'precondition', params: ['unit', 'other'] },
  'part-merge.still-used': { kind: 'precondition', params: ['reference', 'holders'] },
  'part-merge.nothing-there': { kind: 'precondition', params: ['reference'] },
});

const LINK_KINDS = ['equivalent', 'replacement'] as const;
type LinkKind = (typeof LINK_KINDS)[number];

/** Of one part; more is no catalogue but a mistake. */
export const MOST_LINKS = 50;

/** Two parts and how they belong together, as they are kept: of equivalents the lower id first. */
export interface PartLink {
  readonly kind: LinkKind;
  readonly partId: string;
  readonly otherPartId: string;
}

/** @throws DomainError `stock.part-link.invalid` */
export function checkedLink({
  partId,
  otherPartId,
  kind,
}: {
  partId: string;
  otherPartId: string;
  kind: string;
}): PartLink {
  const fields: FieldError[] = [];
  const accepted = LINK_KINDS as readonly string[];
  if (!accepted.includes(kind)) fields.push(linkErrors.field('/kind', 'part-link.not-accepted', { accepted }));
  if (!isUuid(otherPartId)) fields.push(linkErrors.field('/otherPartId', 'part-link.part-unknown'));
  else if (otherPartId === partId) fields.push(linkErrors.field('/otherPartId', 'part-link.itself'));
  if (fields.length > 0) throw linkErrors.error('part-link.invalid', {}, fields);
  const turned = kind === 'equivalent' && otherPartId < partId;
  return { kind: kind as LinkKind, partId: turned ? otherPartId : partId, otherPartId: turned ? partId : otherPartId };
}
