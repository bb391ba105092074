export { stockService } from './stock.service.js';
export { demoPartId, seedStockDemo, type StockSeed } from './seed/seed-stock-demo.js';
