import type { Type } from '@nestjs/common';
import { CompaniesHttp } from './companies.http.js';
import { LogosHttp } from './logos.http.js';
import { StationsHttp } from './stations.http.js';

export const stationsControllers: readonly Type[] = [StationsHttp, LogosHttp, CompaniesHttp];
