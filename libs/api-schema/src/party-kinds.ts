/** PA-1. By itself: lists that name the kinds load no schema. */
export const PARTY_KINDS = ['consumer', 'reseller', 'supplier', 'manufacturer', 'other'] as const;
