/** Apart from the schemas: a list of parts does not load the library of forms. */
export const ITEM_KINDS = ['part', 'special_item'] as const;
export const ITEM_STATES = ['active', 'exhausted'] as const;
export const VAT_CATEGORIES = ['standard', 'intermediate', 'reduced', 'super_reduced'] as const;
export const ENTRY_KINDS = [
  'brand',
  'appliance_type',
  'part_family',
  'unit',
  'storage_location',
  'discrepancy_reason',
  'stock_place',
  'eco_fee',
] as const;
export const PLACE_TYPES = ['depot', 'van', 'counter', 'bin'] as const;
export const UNIT_TYPES = ['piece', 'time', 'weight', 'volume', 'length', 'area'] as const;
