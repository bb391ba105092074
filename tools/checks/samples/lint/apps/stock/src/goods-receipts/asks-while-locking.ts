type Work = (manager: { query(sql: string): Promise<unknown> }) => Promise<unknown>;
type Database = { tenantTx(scope: unknown, work: Work): Promise<unknown>; engineTx(work: Work): Promise<unknown> };
type RpcClient = { find(id: string): Promise<unknown> };

export class AsksWhileLocking {
  constructor(
    private readonly db: Database,
    private readonly partiesClient: { find(id: string): Promise<unknown> },
    private readonly billing: RpcClient,
  ) {}

  async wrong(fetch: (url: string) => Promise<unknown>) {
    await this.db.tenantTx({}, async (manager) => {
      const party = await this.partiesClient.find('1'); // refused: navette/no-call-in-transaction
      await Promise.all(['2'].map((id) => this.partiesClient.find(id))); // refused: navette/no-call-in-transaction
      await this.billing.find('3'); // refused: navette/no-call-in-transaction
      return manager.query(`select ${String(party)}`);
    });
    await this.db.engineTx(async () => fetch('http://elsewhere')); // refused: navette/no-call-in-transaction
  }

  async right() {
    const party = await this.partiesClient.find('1');
    await this.db.tenantTx({}, (manager) => manager.query(`select ${String(party)}`));
    return this.billing.find('2');
  }
}
