import type { Type } from '@nestjs/common';
import { AccountingHttp } from './accounting.http.js';

export const accountingControllers: readonly Type[] = [AccountingHttp];
