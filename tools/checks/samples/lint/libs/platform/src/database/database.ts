import { DataSource } from 'typeorm';

/** The door itself has to open connections. */
export const open = (dataSource: DataSource) => [dataSource.createQueryRunner(), new DataSource({})];
