import { answered, type Schema } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { Link2, Merge, X } from 'lucide-react';
import { useDeferredValue, useState, type ReactNode } from 'react';
import type { Action } from '../../shared/actions/actions.js';
import { fieldErrorsOf } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { LineTable } from '../../shared/kit/record/line-table.js';
import { Section } from '../../shared/kit/record/record-page.js';
import { useCommands } from '../../shared/kit/record/use-commands.js';
import { useRelated } from '../../shared/kit/record/use-related.js';
import { IconButton } from '../../shared/ui/button.js';
import { ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { RadioChoice } from '../../shared/ui/radio-choice.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import type { Part } from './part-values.js';

type Links = Schema<'PartLinks'>;
/** As the part sees them; what it replaces is a link of the other part. */
const SIDES = ['equivalents', 'replacements', 'replaces'] as const;
type Link = Links[(typeof SIDES)[number]][number];
type Kind = 'equivalent' | 'replacement';
const kindOf = (side: (typeof SIDES)[number]): Kind => (side === 'equivalents' ? 'equivalent' : 'replacement');

interface LinksPaneProps {
  readonly part: Part;
  readonly frame: (content: {
    readonly actions: readonly Action[];
    readonly unsaved: boolean;
    readonly children: ReactNode;
  }) => ReactNode;
}

/** ST-3: equivalents of a part, what replaces it and what it replaces. */
export function LinksPane({ part, frame }: LinksPaneProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const may = useMay();
  const mayChange = may('stock:part.change');
  const mayMerge = may('stock:part.merge');
  const commands = useCommands();
  const [asks, setAsks] = useState(false);
  const [survivor, setSurvivor] = useState<Link>();
  const links = useRelated(['links', part.id], ['part', 'stock'], true, async () => {
    return (await answered(api.GET('/api/v1/parts/{id}/links', { params: { path: { id: part.id } } }))).data;
  });
  const remove = (side: (typeof SIDES)[number], other: Links[typeof side][number]) => {
    const [id, otherPartId] = side === 'replaces' ? [other.partId, part.id] : [part.id, other.partId];
    void commands.run(`unlink ${id} ${otherPartId}`, (key) =>
      answered(
        api.POST('/api/v1/parts/{id}/unlink', {
          params: { path: { id }, header: { 'Idempotency-Key': key } },
          body: { otherPartId, kind: kindOf(side) },
        }),
      ),
    );
  };
  const merge = async ({ partId: survivorPartId }: Link) => {
    const done = await commands.run('merge', (key) =>
      answered(
        api.POST('/api/v1/parts/{id}/merge-stock', {
          params: { path: { id: part.id }, header: { 'Idempotency-Key': key } },
          body: { survivorPartId },
        }),
      ),
    );
    if (done) setSurvivor(undefined);
  };
  return frame({
    unsaved: false,
    actions: [
      {
        id: 'part.link',
        title: t('parts.links.add'),
        icon: Link2,
        primary: true,
        notNow: mayChange ? undefined : t('parts.may-not'),
        run: () => {
          commands.forget();
          setAsks(true);
        },
      },
    ],
    children: (
      <>
        {!asks && survivor === undefined && <ProblemBox error={commands.error} />}
        {SIDES.map((side) => (
          <Section key={side} title={t(`parts.links.${side}`)}>
            <LineTable
              label={t(`parts.links.${side}`)}
              lines={links?.[side] ?? []}
              idOf={({ partId }) => partId}
              empty={t(`parts.links.${side}.none`)}
              columns={[
                {
                  id: 'reference',
                  title: t('parts.reference'),
                  cell: ({ partId, reference }) => (
                    <PageLink href={`/parts/${partId}`} className="reference">
                      {reference}
                    </PageLink>
                  ),
                },
                { id: 'designation', title: t('parts.designation'), cell: ({ designation }) => designation },
                {
                  id: 'state',
                  title: t('parts.state'),
                  cell: ({ state }) =>
                    state === 'exhausted' ? (
                      <StateChip tone="late">{t('parts.exhausted')}</StateChip>
                    ) : (
                      t('parts.state.active')
                    ),
                },
                { id: 'free', title: t('parts.free'), isNumber: true, cell: ({ free }) => formats.quantity(free) },
                {
                  id: 'remove',
                  title: '',
                  cell: (other) => (
                    <>
                      {mayMerge && side !== 'replaces' && (
                        <IconButton
                          icon={Merge}
                          label={t('parts.merge.into', { reference: other.reference })}
                          isDisabled={commands.isRunning}
                          onPress={() => {
                            commands.forget();
                            setSurvivor(other);
                          }}
                        />
                      )}
                      {mayChange && (
                        <IconButton
                          icon={X}
                          label={t('parts.links.remove', { reference: other.reference })}
                          isDisabled={commands.isRunning}
                          onPress={() => {
                            remove(side, other);
                          }}
                        />
                      )}
                    </>
                  ),
                },
              ]}
            />
          </Section>
        ))}
        {survivor !== undefined && (
          <AskDialog
            title={t('parts.merge')}
            text={t('parts.merge.text', { reference: part.reference, other: survivor.reference })}
            confirm={t('parts.merge.confirm')}
            isOpen
            notNow={commands.isRunning}
            error={commands.error}
            onClose={() => {
              commands.forget();
              setSurvivor(undefined);
            }}
            onConfirm={() => void merge(survivor)}
          />
        )}
        {asks && (
          <LinkDialog
            part={part}
            commands={commands}
            onClose={() => {
              commands.forget();
              setAsks(false);
            }}
          />
        )}
      </>
    ),
  });
}

interface LinkDialogProps {
  readonly part: Part;
  readonly commands: ReturnType<typeof useCommands>;
  readonly onClose: () => void;
}

/** Who is not among these is named more exactly. */
const MOST = 8;

function LinkDialog({ part, commands, onClose }: LinkDialogProps) {
  const t = useText();
  const api = useApi();
  const [kind, setKind] = useState<Kind>('replacement');
  const [typed, setTyped] = useState('');
  const [other, setOther] = useState('');
  const asked = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['part-picker', asked],
    enabled: asked !== '',
    queryFn: async ({ signal }) => {
      const query = { q: asked, kind: 'part' } as const;
      return (await answered(api.GET('/api/v1/parts/search', { signal, params: { query } }))).data.parts;
    },
  });
  const options = (found.data ?? [])
    .filter(({ id }) => id !== part.id)
    .slice(0, MOST)
    .map(({ id, reference, designation, state }) => ({
      id,
      title: reference,
      mark: state === 'exhausted' ? t('parts.exhausted') : '',
      hint: designation,
    }));
  const errors = fieldErrorsOf(commands.error);
  return (
    <AskDialog
      title={t('parts.links.add')}
      text={t('parts.links.text')}
      confirm={t('parts.save')}
      isOpen
      notNow={commands.isRunning || !options.some(({ id }) => id === other)}
      error={commands.error}
      onClose={onClose}
      onConfirm={() => {
        void commands
          .run('link', (key) =>
            answered(
              api.POST('/api/v1/parts/{id}/links', {
                params: { path: { id: part.id }, header: { 'Idempotency-Key': key } },
                body: { otherPartId: other, kind },
              }),
            ),
          )
          .then((done) => {
            if (done) onClose();
          });
      }}
    >
      <ChoiceInput
        label={t('parts.links.kind')}
        value={kind}
        choices={(['replacement', 'equivalent'] as const).map((id) => ({ id, text: t(`parts.links.kind.${id}`) }))}
        onChange={(chosen) => {
          setKind(chosen as Kind);
        }}
      />
      <TextInput
        label={t('parts.links.other')}
        type="search"
        hint={t('parts.links.other.hint')}
        value={typed}
        onChange={setTyped}
        autoFocus
        autoComplete="off"
        error={errors.get('/otherPartId')}
      />
      <ProblemBox error={found.error} />
      {found.data !== undefined && options.length === 0 && <p className="muted">{t('parts.links.not-found')}</p>}
      {options.length > 0 && (
        <RadioChoice label={t('parts.links.found')} options={options} value={other} onChange={setOther} />
      )}
    </AskDialog>
  );
}

/** ST-3: what to take instead of a part that can't be ordered any more. */
export function Offers({ part }: { readonly part: Part }) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const found = useRelated(['offers', part.id], ['part', 'stock'], part.state === 'exhausted', async () => {
    return (await answered(api.GET('/api/v1/parts/{id}/offers', { params: { path: { id: part.id } } }))).data;
  });
  if (found === undefined || found.offers.length === 0) return null;
  return (
    <Section title={t('parts.offers')}>
      <LineTable
        label={t('parts.offers')}
        lines={found.offers}
        idOf={(offer) => offer.part.id}
        empty=""
        columns={[
          {
            id: 'reference',
            title: t('parts.reference'),
            cell: (offer) => (
              <PageLink href={`/parts/${offer.part.id}`} className="reference">
                {offer.part.reference}
              </PageLink>
            ),
          },
          { id: 'designation', title: t('parts.designation'), cell: (offer) => offer.part.designation },
          { id: 'kind', title: t('parts.links.kind'), cell: ({ kind }) => t(`parts.offer.${kind}`) },
          {
            id: 'price',
            title: t('parts.public-price-short'),
            isNumber: true,
            cell: (offer) => formats.money(offer.part.publicPrice),
          },
          { id: 'free', title: t('parts.free'), isNumber: true, cell: ({ free }) => formats.quantity(free) },
        ]}
      />
    </Section>
  );
}
