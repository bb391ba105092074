import type { StationSettings } from '@navette/contracts/stock/v1/service';
import type { Tx } from '@navette/platform/database';
import { Injectable } from '@nestjs/common';
import { defaultSettings } from './station-settings.js';

@Injectable()
export class SettingsRepository {
  /** The station's settings, or the defaults. */
  async read(tx: Tx): Promise<StationSettings> {
    const row = await tx.first<StationSettings>(
      `select refuse_negative_stock as "refuseNegativeStock", update_price_by_default as "updatePriceByDefault",
         saga_first_ask_seconds as "sagaFirstAskSeconds", saga_withdraw_after_seconds as "sagaWithdrawAfterSeconds",
         saga_operator_after_seconds as "sagaOperatorAfterSeconds"
       from station_settings where station_id = $1`,
      [tx.scope.stationId],
    );
    return row ?? defaultSettings;
  }

  async save(tx: Tx, settings: StationSettings): Promise<void> {
    await tx.run(
      `insert into station_settings (station_id, refuse_negative_stock, update_price_by_default, saga_first_ask_seconds,
         saga_withdraw_after_seconds, saga_operator_after_seconds)
       values ($1, $2, $3, $4, $5, $6)
       on conflict (station_id) do update set refuse_negative_stock = excluded.refuse_negative_stock,
         update_price_by_default = excluded.update_price_by_default,
         saga_first_ask_seconds = excluded.saga_first_ask_seconds,
         saga_withdraw_after_seconds = excluded.saga_withdraw_after_seconds,
         saga_operator_after_seconds = excluded.saga_operator_after_seconds`,
      [
        tx.scope.stationId,
        settings.refuseNegativeStock,
        settings.updatePriceByDefault,
        settings.sagaFirstAskSeconds,
        settings.sagaWithdrawAfterSeconds,
        settings.sagaOperatorAfterSeconds,
      ],
    );
  }
}
