import { half } from '@navette/kernel';
import { DataSource } from 'typeorm';

export const door = `tenantTx of ${DataSource.name} ${String(half())}`;
