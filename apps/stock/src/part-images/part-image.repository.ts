import type { PartImages } from '@navette/contracts/stock/v1/service';
import { isUuid } from '@navette/kernel';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';

interface NewImage {
  readonly id: string;
  readonly partId: string;
  readonly isMain: boolean;
  readonly sha256: string;
  readonly smallSha256: string;
}

@Injectable()
export class PartImageRepository {
  /** The main one first, then in the order in which they came. */
  async ofPart(tx: Tx, partId: string): Promise<PartImages> {
    const images = await tx.rows<PartImages['images'][number]>(
      `select id, is_main as main from part_image where station_id = $1 and part_id = $2
       order by is_main desc, added_at, id`,
      [tx.scope.stationId, partId],
    );
    return { images };
  }

  /** Names of the objects that a picture of a part is kept as. */
  async objectsOf(tx: Tx, partId: string, id: string): Promise<{ sha256: string; smallSha256: string } | undefined> {
    if (!isUuid(id)) return undefined;
    return tx.first(
      `select sha256, small_sha256 as "smallSha256" from part_image
       where station_id = $1 and part_id = $2 and id = $3`,
      [tx.scope.stationId, partId, id],
    );
  }

  /** False where the part has that picture. */
  async add(tx: Tx, image: NewImage): Promise<boolean> {
    const added = await tx.run(
      `insert into part_image (station_id, id, part_id, is_main, sha256, small_sha256, added_at)
       values ($1, $2, $3, $4, $5, $6, $7) on conflict (station_id, part_id, sha256) do nothing`,
      [tx.scope.stationId, image.id, image.partId, image.isMain, image.sha256, image.smallSha256, tx.now],
    );
    return added === 1;
  }

  /** Of a locked part. */
  async makeMain(tx: Tx, partId: string, id: string): Promise<void> {
    // One after the other: the index lets no part have two, not even for a moment.
    await tx.run('update part_image set is_main = false where station_id = $1 and part_id = $2 and is_main', [
      tx.scope.stationId,
      partId,
    ]);
    await tx.run('update part_image set is_main = true where station_id = $1 and part_id = $2 and id = $3', [
      tx.scope.stationId,
      partId,
      id,
    ]);
  }

  async remove(tx: Tx, partId: string, id: string): Promise<void> {
    await tx.run('delete from part_image where station_id = $1 and part_id = $2 and id = $3', [
      tx.scope.stationId,
      partId,
      id,
    ]);
  }

  /** Nobody adds or removes pictures of the station until this transaction ends: an object may be that of two. */
  async lockObjects(tx: Tx): Promise<void> {
    await tx.rows(`select pg_advisory_xact_lock(hashtextextended('part-images/' || $1::uuid, 0))`, [
      tx.scope.stationId,
    ]);
  }

  /** Those of `names` that no picture is kept as, and no file of a stock note. */
  async unused(tx: Tx, names: readonly string[]): Promise<string[]> {
    const rows = await tx.rows<{ name: string }>(
      `select name from unnest($2::text[]) as n (name)
       where not exists (select from part_image where station_id = $1 and sha256 = name)
         and not exists (select from part_image where station_id = $1 and small_sha256 = name)
         and not exists (select from stock_note_attachment where station_id = $1 and sha256 = n.name)`,
      [tx.scope.stationId, [...new Set(names)]],
    );
    return rows.map(({ name }) => name);
  }
}
