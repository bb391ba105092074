import { door } from '@navette/platform/database';
import pg from 'pg';

export const tenant = [door, pg.defaults];
