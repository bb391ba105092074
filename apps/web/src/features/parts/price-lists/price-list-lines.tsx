import { useMemo } from 'react';
import { useFormats } from '../../../shared/i18n/formats.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { ListPage } from '../../../shared/kit/list/list-page.js';
import { Button } from '../../../shared/ui/button.js';
import { ProblemBox } from '../../../shared/ui/problem-box.js';
import { useTabSearch } from '../../../shared/work/use-work.js';
import { LINE_STATES, linesOf } from './price-list-lines.list.js';
import type { PriceList } from './price-list.js';
import css from './price-lists.module.css';

/** Where the filter of the lines stands in the tab's address. */
const FILTER = 'f.state';

/** ST-6: what becomes of each line; how many of each kind, which narrows the list to them. */
export function PriceListLines({ one, error }: { readonly one: PriceList; readonly error: unknown }) {
  const t = useText();
  const formats = useFormats();
  const list = useMemo(() => linesOf(one.id), [one.id]);
  const [search, setSearch] = useTabSearch();
  const { counts } = one;
  const at = search.get(FILTER) ?? '';
  const button = (state: string, title: string, count: number) => (
    <Button
      key={state}
      aria-pressed={at === state}
      kind={at === state ? 'primary' : 'normal'}
      onPress={() => {
        setSearch(new URLSearchParams(state === '' ? {} : { [FILTER]: state }));
      }}
    >
      {`${title} ${formats.count(count)}`}
    </Button>
  );
  return (
    <div className={css['lines'] ?? ''}>
      <div className={css['above'] ?? ''}>
        <ProblemBox error={error} />
        <p>{t(one.state === 'committed' ? 'price-lists.committed' : 'price-lists.checked')}</p>
        {counts && (
          <div className={css['counts'] ?? ''} role="group" aria-label={t('price-lists.counts')}>
            {button('', t('price-lists.all-lines'), counts.lines + counts.vanished)}
            {LINE_STATES.filter((state) => counts[state] > 0).map((state) =>
              button(state, t(`price-lists.count.${state}`), counts[state]),
            )}
          </div>
        )}
      </div>
      <ListPage list={list} isPart />
    </div>
  );
}
