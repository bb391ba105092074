import { answered } from '@navette/api-client';
import { ArrowRightLeft } from 'lucide-react';
import { useApi, useMay } from '../../shared/api/session.js';
import { decimal } from '../../shared/i18n/decimals.js';
import { useText } from '../../shared/i18n/use-text.js';
import { Fields, RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { ScanField, ScannedLines, useScannedParts, type ScannedLine } from '../../shared/trade/scanned-parts.js';
import { DEPOT, placeIdOf, usePlaces } from '../../shared/trade/use-places.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { PageLink } from '../../shared/work/page-link.js';

/** ST-11: parts go from one place of the station to another, scan by scan, all of them or none. */
export default function InternalTransferPage() {
  const t = useText();
  const api = useApi();
  const mayNot = useMay()('stock:stock-level.move') ? undefined : t('transfer.may-not');
  const places = usePlaces();
  const scanned = useScannedParts<ScannedLine, { from: string; chosen: string; comment: string }>({
    page: 'internal-transfer',
    head: { from: DEPOT, chosen: '', comment: '' },
    fields: {},
    mayScan: mayNot === undefined,
  });
  const { commands, errors, lines, setHead } = scanned;
  const { chosen, comment, from } = scanned.head;
  const others = places.filter(({ id }) => id !== from);
  const to = others.some(({ id }) => id === chosen) ? chosen : (others[0]?.id ?? '');
  const nameOf = (place: string) => places.find(({ id }) => id === place)?.text ?? '';
  const transfer = async () => {
    const body = {
      fromPlaceId: placeIdOf(from),
      toPlaceId: placeIdOf(to),
      lines: lines.map(({ part, quantity }) => ({ partId: part.id, quantity: decimal(quantity) })),
      comment,
    };
    const done = await commands.run('transfer', async (key) => {
      await answered(api.POST('/api/v1/internal-transfers', { params: { header: { 'Idempotency-Key': key } }, body }));
      scanned.forget();
    });
    if (!done) return;
    scanned.setSaid({ code: nameOf(to), text: t('transfer.done', { count: lines.length }) });
    scanned.clear();
    setHead({ comment: '' });
    scanned.scanField.field.current?.focus();
  };
  return (
    <RecordPage
      title={t('transfer.title')}
      facts={[t('transfer.about')]}
      unsaved={lines.length > 0 || comment !== ''}
      actions={[
        {
          id: 'transfer.do',
          title: t('transfer.do'),
          icon: ArrowRightLeft,
          keys: 'mod+enter',
          primary: true,
          notNow: mayNot ?? (others.length === 0 ? t('transfer.no-places') : scanned.notNow),
          run: () => void transfer(),
        },
      ]}
    >
      {others.length === 0 && (
        <p className="muted">
          {t('transfer.no-places')} <PageLink href="/catalogue/stock_place">{t('transfer.places')}</PageLink>
        </p>
      )}
      <Fields>
        <ChoiceInput
          label={t('transfer.from')}
          value={from}
          choices={places}
          onChange={(from) => {
            setHead({ from });
          }}
          error={errors.get('/fromPlaceId')}
        />
        <ChoiceInput
          label={t('transfer.to')}
          value={to}
          choices={others}
          onChange={(to) => {
            setHead({ chosen: to });
          }}
          error={errors.get('/toPlaceId')}
        />
        <TextInput
          label={t('transfer.comment')}
          value={comment}
          onChange={(comment) => {
            setHead({ comment });
          }}
          maxLength={200}
          autoComplete="off"
          error={errors.get('/comment')}
        />
      </Fields>
      <ScanField {...scanned.scanField} />
      <ProblemBox error={commands.error} />
      <Section title={t('transfer.lines')}>
        <ScannedLines label={t('transfer.lines')} scanned={scanned} placeId={placeIdOf(from)} />
      </Section>
    </RecordPage>
  );
}
