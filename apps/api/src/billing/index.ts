import type { Type } from '@nestjs/common';
import { CustomerOrdersHttp } from './customer-orders.http.js';
import { DocumentsHttp } from './documents.http.js';
import { DraftInvoicesHttp } from './draft-invoices.http.js';

export const billingControllers: readonly Type[] = [CustomerOrdersHttp, DocumentsHttp, DraftInvoicesHttp];
