export { barcodeFor, type Barcode } from './barcode.js';
export type { AddressBlock, Block, BusinessDocument, Fact, Letterhead, Total } from './business-document.js';
export { businessDocumentPdf } from './business-document.pdf.js';
export { LABEL_SIZES, labelsPdf, type Label, type LabelLine, type LabelSize } from './label.pdf.js';
export { addressLines, letterheadOf, type LegalIdentity } from './letterhead.js';
export { spreadsheetXlsx, writeSpreadsheet, type Spreadsheet } from './spreadsheet.xlsx.js';
export {
  shown,
  type Column,
  type ColumnKind,
  type DocumentTable,
  type Heading,
  type Row,
  type TableRows,
} from './table.js';
