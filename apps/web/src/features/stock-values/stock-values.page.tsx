import { answered, answeredFile } from '@navette/api-client';
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Printer, TriangleAlert } from 'lucide-react';
import { useMemo, useState } from 'react';
import { useLive } from '../../shared/api/live.js';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi } from '../../shared/api/session.js';
import type { Action } from '../../shared/actions/actions.js';
import { useActions } from '../../shared/actions/use-actions.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { readListState, writeListState } from '../../shared/kit/list/list-query.js';
import { Facts, LineTable } from '../../shared/kit/record/line-table.js';
import { Panes } from '../../shared/kit/record/panes.js';
import { useCoalesced } from '../../shared/kit/record/use-coalesced.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { usePartyNames } from '../../shared/kit/record/use-related.js';
import { Ribbon } from '../../shared/kit/ribbon.js';
import { useEntries, useParties } from '../../shared/trade/use-choices.js';
import { Checkbox, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { saveFile } from '../../shared/ui/save-file.js';
import { useTab, useTabSearch } from '../../shared/work/use-work.js';
import css from './stock-values.module.css';
import { fixedBy, questionOf, valuesOf } from './stock-values.list.js';

const VIEWS = ['none', 'family', 'supplier'] as const;
type View = (typeof VIEWS)[number];

/** ST-10, ST-12: what the stock was worth at the end of a day, part by part, by family or by supplier, with FIFO where asked. */
export default function StockValuesPage() {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const commands = useCommands();
  const [on, setOn] = useState('');
  const [withFifo, setWithFifo] = useState(false);
  const [view, setView] = useState<View>('none');
  const [address, setAddress] = useTabSearch();
  const state = useMemo(() => readListState(address), [address]);
  const negatives = state.filters['standing'] === 'negative';
  const families = useEntries('part_family');
  const suppliers = useParties('supplier', 'manufacturer');
  const list = useMemo(
    () => valuesOf({ on, withFifo, negatives, families, suppliers }),
    [on, withFifo, negatives, families, suppliers],
  );
  const query = questionOf({ ...state.filters, ...fixedBy({ on, withFifo }) });
  const summed = useQuery({
    queryKey: ['list', 'stock-values', 'sums', view, query],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const path = { groupBy: view };
      return (await answered(api.GET('/api/v1/stock-values/sums/{groupBy}', { signal, params: { path, query } }))).data;
    },
  });
  const again = useCoalesced(() => void summed.refetch());
  useLive(['stock'], again);
  const total = summed.data?.total;
  const title = t('stock-values.list');
  useTab(title);
  const actions: Action[] = [
    {
      id: 'stock-values.negatives',
      title: t('stock-values.do.negatives'),
      icon: TriangleAlert,
      run: () => {
        setView('none');
        setAddress(writeListState({ ...state, filters: { ...state.filters, standing: 'negative' } }));
      },
    },
    {
      id: 'stock-values.print',
      title: t('stock-values.do.print'),
      icon: Printer,
      notNow: commands.isRunning ? t('stock-values.printing') : undefined,
      run: () =>
        void commands.run('print', async () => {
          const options = { params: { query }, parseAs: 'blob' } as const;
          const asked = api.GET('/api/v1/stock-values/document.pdf', options);
          saveFile(`stock-${summed.data?.on ?? on}.pdf`, await answeredFile(asked));
        }),
    },
  ];
  useActions(actions);
  return (
    <div className={css['page'] ?? ''}>
      <header className={css['head'] ?? ''}>
        <h1>{title}</h1>
        <Ribbon actions={actions} />
      </header>
      <div className={css['asked'] ?? ''}>
        <TextInput
          label={t('stock-values.on')}
          type="date"
          value={on || (summed.data?.on ?? '')}
          error={fieldErrorsOf(summed.error).get('/filter[on][eq]')}
          onChange={setOn}
        />
        <Checkbox isSelected={withFifo} onChange={setWithFifo}>
          {t('stock-values.with-fifo')}
        </Checkbox>
        {total && (
          <Facts
            facts={[
              [t('stock-values.parts'), formats.count(total.parts)],
              [t('stock-values.value'), <strong key="value">{formats.money(total.value)}</strong>],
              [t('stock-values.fifo'), total.fifoValue && formats.money(total.fifoValue)],
              [t('stock-values.difference'), total.fifoDifference && formats.money(total.fifoDifference)],
            ]}
          />
        )}
      </div>
      {/* The list tells of its own. */}
      <ProblemBox error={commands.error ?? (view === 'none' ? undefined : summed.error)} />
      <Panes
        label={t('stock-values.views')}
        panes={VIEWS.map((id) => ({ id, text: t(`stock-values.view.${id}`) }))}
        current={view}
        onChoose={(id) => {
          setView(VIEWS.find((one) => one === id) ?? 'none');
        }}
      />
      {view === 'none' ? (
        <div className={css['rows'] ?? ''}>
          <ListPage list={list} isPart />
        </div>
      ) : (
        <Groups view={view} sums={summed.data?.groups ?? []} withFifo={withFifo} />
      )}
    </div>
  );
}

interface Sum {
  readonly groupId: string;
  readonly groupCode: string;
  readonly groupLabel: string;
  readonly parts: number;
  readonly value: string;
  readonly fifoValue: string;
  readonly fifoDifference: string;
}

/** Sums of families or suppliers. */
function Groups({
  view,
  sums,
  withFifo,
}: {
  readonly view: View;
  readonly sums: readonly Sum[];
  readonly withFifo: boolean;
}) {
  // prettier-ignore
  const t = useText();
  const formats = useFormats();
  const nameOf = usePartyNames(view === 'supplier' ? sums.map(({ groupId }) => groupId) : []);
  const nameOfGroup = ({ groupId, groupCode, groupLabel }: Sum) => {
    if (groupId === '') return t(`stock-values.without.${view}`);
    return view === 'supplier' ? nameOf(groupId) : `${groupCode} · ${groupLabel}`;
  };
  const money = (id: 'value' | 'fifoValue' | 'fifoDifference', title: string) => ({
    id,
    title: t(title),
    isNumber: true,
    cell: (sum: Sum) => formats.money(sum[id]),
  });
  return (
    <LineTable
      label={t(`stock-values.view.${view}`)}
      lines={sums}
      idOf={({ groupId }) => groupId}
      empty={t('stock-values.empty')}
      columns={[
        { id: 'group', title: t(`stock-values.${view}`), cell: nameOfGroup },
        { id: 'parts', title: t('stock-values.parts'), isNumber: true, cell: ({ parts }) => formats.count(parts) },
        money('value', 'stock-values.value'),
        ...(withFifo
          ? [money('fifoValue', 'stock-values.fifo'), money('fifoDifference', 'stock-values.difference')]
          : []),
      ]}
    />
  );
}
