/** PA-1. By itself: lists that name the kinds load no schema. */
export const PARTY_KINDS = ['consumer', 'reseller', 'supplier', 'manufacturer', 'other'] as const;

/** PA-11: how a station came by a party: typed in, made on the way from a mission order, from a file (PA-15), or of the common list. */
export const PARTY_SOURCES = ['by_hand', 'on_the_way', 'import', 'system'] as const;

/** PA-13: of whom there are families. */
export const FAMILY_ROLES = ['customer', 'supplier', 'representative'] as const;
