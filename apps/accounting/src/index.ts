export { accountingService } from './accounting.service.js';
export { checkFec, type FecExpectation, type FecProblem, type FecReport, type FecRule } from './fec/fec-check.js';
export { fiscalYear, fiscalYearOf, type FiscalYear } from './stations/fiscal-year.js';
