/** Where the documents are that move stock; undefined for what has none of its own (E-078). */
export const ORIGIN_PAGES = {
  goods_receipt: 'receipts',
  intervention_file: 'files',
  customer_order: 'customer-orders',
  supplier_return: 'supplier-returns',
  inventory: 'inventories',
  part_merge: 'parts',
  station_transfer: 'transfers',
  stock_note: 'stock-notes',
  internal_transfer: undefined,
  correction: undefined,
} as const;
