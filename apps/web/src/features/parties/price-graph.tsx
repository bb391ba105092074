import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { Band } from './price-example.js';
import { graphOf, ticksTo } from './price-curve.js';
import css from './price-graph.module.css';

/** In units of the drawing, which grows with its place. */
const WIDTH = 340;
const HEIGHT = 220;
const LEFT = 46;
const RIGHT = 12;
const TOP = 12;
const BOTTOM = 36;

/** PA-9: the sale price by the purchase price, with the steps at the bounds. */
export function PriceGraph({ bands }: { readonly bands: readonly Band[] }) {
  const t = useText();
  const formats = useFormats();
  const graph = graphOf(bands);
  if (graph === undefined) return null;
  const { mostBought, mostSold, rises, steps } = graph;
  const x = (bought: number) => LEFT + (bought / mostBought) * (WIDTH - LEFT - RIGHT);
  const y = (sold: number) => HEIGHT - BOTTOM - (sold / mostSold) * (HEIGHT - TOP - BOTTOM);
  const said = steps.map(({ at, before, after }) =>
    t('parties.pricing.graph.step', {
      at: formats.money(at.replace(',', '.')),
      before: formats.money(before),
      after: formats.money(after),
    }),
  );
  return (
    <figure className={css['graph'] ?? ''}>
      <svg viewBox={`0 0 ${String(WIDTH)} ${String(HEIGHT)}`} role="img" aria-label={t('parties.pricing.graph')}>
        {ticksTo(mostSold).map((sold) => (
          <g key={sold}>
            <line className={css['grid']} x1={LEFT} x2={WIDTH - RIGHT} y1={y(sold)} y2={y(sold)} />
            <text className={css['figure']} x={LEFT - 6} y={y(sold) + 4} textAnchor="end">
              {formats.count(sold)}
            </text>
          </g>
        ))}
        {ticksTo(mostBought).map((bought) => (
          <text key={bought} className={css['figure']} x={x(bought)} y={HEIGHT - BOTTOM + 15} textAnchor="middle">
            {formats.count(bought)}
          </text>
        ))}
        <line className={css['axis']} x1={LEFT} x2={WIDTH - RIGHT} y1={y(0)} y2={y(0)} />
        <text className={css['title']} x={WIDTH - RIGHT} y={HEIGHT - 4} textAnchor="end">
          {t('parties.pricing.graph.bought')}
        </text>
        {rises.slice(1).map(({ from, fromSold }, i) => (
          <line
            key={from}
            className={css['step']}
            x1={x(from)}
            x2={x(from)}
            y1={y(rises[i]?.toSold ?? 0)}
            y2={y(fromSold)}
          />
        ))}
        {rises.map(({ from, to, fromSold, toSold }, i) => (
          <g key={from}>
            <line className={css['rise']} x1={x(from)} x2={x(to)} y1={y(fromSold)} y2={y(toSold)} />
            {i > 0 && <circle className={css['included']} cx={x(from)} cy={y(fromSold)} r={4} />}
            {i < rises.length - 1 && <circle className={css['excluded']} cx={x(to)} cy={y(toSold)} r={4} />}
          </g>
        ))}
      </svg>
      <figcaption>
        <span>{t('parties.pricing.graph')}</span>
        {said.length > 0 && (
          <ul>
            {said.map((one) => (
              <li key={one}>{one}</li>
            ))}
          </ul>
        )}
      </figcaption>
    </figure>
  );
}
