import { InjectRepository } from '@nestjs/typeorm'; // refused: navette/database-door
import { DataSource, type Repository } from 'typeorm';

export class GoesPastTheDoor {
  constructor(
    @InjectRepository('row') private readonly rows: Repository, // refused: navette/database-door
    private readonly dataSource: DataSource,
  ) {}

  async go() {
    await this.dataSource.query('select 1'); // refused: navette/database-door
    const runner = this.dataSource.createQueryRunner(); // refused: navette/database-door
    const other = new DataSource({}); // refused: navette/database-door
    await other.transaction(async () => undefined);
    return [runner, this.rows];
  }

  async right(db: { tenantTx(scope: unknown, work: (manager: { query(sql: string): unknown }) => unknown): unknown }) {
    await db.tenantTx({}, (manager) => manager.query('select 1'));
  }
}
