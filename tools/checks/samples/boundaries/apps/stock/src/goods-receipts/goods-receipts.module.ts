import { tenant } from '@navette/testing'; // refused: tags
import { Module } from '@nestjs/common';
import { needs } from '../needs/need.repository.js';

@Module({ providers: [{ provide: 'needs', useValue: [needs, tenant] }] })
export class GoodsReceiptsModule {}
