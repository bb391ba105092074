import { answered, Refusal, type Schema } from '@navette/api-client';
import { useMutation, useQuery } from '@tanstack/react-query';
import { KeyRound, Ban } from 'lucide-react';
import { useState } from 'react';
import { useApi, useMay, useSelf } from '../../shared/api/session.js';
import { useFormats } from '../../shared/i18n/formats.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { ChoiceInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { Secret } from '../../shared/ui/secret.js';
import { ClientRights } from './client-rights.js';
import css from './machine-clients.module.css';

type Client = Schema<'MachineClient'>;

/** Seconds that a secret stays good beside its successor. */
const OVERLAPS = { none: 0, day: 86_400, week: 604_800, month: 2_592_000 } as const;
type Overlap = keyof typeof OVERLAPS;

/** ID-8: a machine client: what it may do in each station, its secret, and its end. */
export default function MachineClientPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const { data, error, refetch } = useQuery({
    queryKey: ['machine-client', id],
    queryFn: async () => {
      const { clients } = (await answered(api.GET('/api/v1/machine-clients'))).data;
      return clients.find(({ clientId }) => clientId === id) ?? null;
    },
  });
  if (data === undefined) return <ProblemBox error={error} onRetry={() => void refetch()} />;
  if (data === null) return <Unknown />;
  return <ClientRecord client={data} onChanged={() => void refetch()} />;
}

function Unknown() {
  const t = useText();
  return <p className="muted">{t('machine-clients.unknown')}</p>;
}

interface ClientProps {
  readonly client: Client;
  readonly onChanged: () => void;
}

function ClientRecord({ client, onChanged }: ClientProps) {
  const t = useText();
  const formats = useFormats();
  const may = useMay();
  const { stationId, stations } = useSelf();
  const [asking, ask] = useState<'secret' | 'revoke'>();
  const isRevoked = client.revokedAt !== '';
  const stationName = (id: string) => stations.find((one) => one.id === id)?.name ?? id;
  const notHere =
    client.homeStationId === stationId
      ? undefined
      : t('machine-clients.elsewhere', { station: stationName(client.homeStationId) });
  const notNow = (right: string) =>
    isRevoked ? t('machine-clients.is-revoked') : may(right) ? notHere : t('machine-clients.may-not');
  const instant = (at: string) => (at === '' ? t('machine-clients.never') : formats.instant(at));
  const places = new Set([...client.stations.map((one) => one.stationId), stationId]);
  return (
    <RecordPage
      title={client.name}
      chip={
        isRevoked
          ? { tone: 'late', text: t('machine-clients.state.revoked') }
          : { tone: 'done', text: t('machine-clients.state.good') }
      }
      actions={[
        {
          id: 'machine-client.secret',
          title: t('machine-clients.rotate'),
          icon: KeyRound,
          notNow: notNow('identity:machine-client.rotate'),
          run: () => {
            ask('secret');
          },
        },
        {
          id: 'machine-client.revoke',
          title: t('machine-clients.revoke'),
          icon: Ban,
          notNow: notNow('identity:machine-client.revoke'),
          run: () => {
            ask('revoke');
          },
        },
      ]}
      side={
        <Timeline
          service="identity"
          entityType="machine-client"
          id={client.clientId}
          version={client.revokedAt + client.oldSecretEndsAt}
        />
      }
    >
      <Section title={t('machine-clients.use')}>
        <dl className={css['facts'] ?? ''}>
          {[
            [t('machine-clients.client-id'), client.clientId],
            [t('machine-clients.home'), stationName(client.homeStationId)],
            [t('machine-clients.created'), instant(client.createdAt)],
            [t('machine-clients.last-used'), instant(client.lastUsedAt)],
            ...(client.oldSecretEndsAt === ''
              ? []
              : [
                  [t('machine-clients.old-secret-ends'), instant(client.oldSecretEndsAt)],
                  [t('machine-clients.old-secret-used'), instant(client.oldSecretUsedAt)],
                ]),
            ...(isRevoked ? [[t('machine-clients.revoked-at'), instant(client.revokedAt)]] : []),
          ].map(([label, value]) => (
            <div key={label}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
      </Section>
      <Section title={t('machine-clients.rights')}>
        {[...places].map((id) => {
          const rights = client.stations.find((one) => one.stationId === id)?.rights ?? [];
          return (
            <Place
              key={`${id}.${rights.join()}`}
              client={client}
              stationId={id}
              name={stationName(id)}
              rights={rights}
              isDisabled={isRevoked || !may('identity:machine-client.grant')}
              onChanged={onChanged}
            />
          );
        })}
      </Section>
      {asking === 'secret' && (
        <Rotation
          client={client}
          onClose={() => {
            ask(undefined);
            onChanged();
          }}
        />
      )}
      {asking === 'revoke' && (
        <Revocation
          client={client}
          onClose={() => {
            ask(undefined);
            onChanged();
          }}
        />
      )}
    </RecordPage>
  );
}

interface PlaceProps extends ClientProps {
  readonly stationId: string;
  readonly name: string;
  readonly rights: readonly string[];
  readonly isDisabled: boolean;
}

function Place({ client, stationId, name, rights: held, isDisabled, onChanged }: PlaceProps) {
  const t = useText();
  const api = useApi();
  const [rights, setRights] = useState(held);
  const save = useMutation({
    mutationFn: () =>
      answered(
        api.PUT('/api/v1/machine-clients/{id}/stations/{stationId}', {
          params: {
            path: { id: client.clientId, stationId },
            header: { 'Idempotency-Key': crypto.randomUUID() },
          },
          body: { rights: [...rights] },
        }),
      ),
    onSuccess: onChanged,
  });
  const isTouched = [...rights].sort().join() !== [...held].sort().join();
  return (
    <div className={css['place'] ?? ''}>
      <h3>{name}</h3>
      <ProblemBox error={save.error} />
      <ClientRights rights={rights} onChange={setRights} isDisabled={isDisabled} />
      <div className={css['line'] ?? ''}>
        <Button
          isDisabled={isDisabled || !isTouched}
          isPending={save.isPending}
          onPress={() => {
            save.mutate();
          }}
        >
          {t('machine-clients.rights.save')}
        </Button>
      </div>
    </div>
  );
}

interface DialogProps {
  readonly client: Client;
  readonly onClose: () => void;
}

function Rotation({ client, onClose }: DialogProps) {
  const t = useText();
  const formats = useFormats();
  const api = useApi();
  const [overlap, setOverlap] = useState<Overlap>('week');
  const [key] = useState(() => crypto.randomUUID());
  const rotate = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/machine-clients/{id}/secret', {
          params: { path: { id: client.clientId }, header: { 'Idempotency-Key': key } },
          body: { overlapSeconds: OVERLAPS[overlap] },
        }),
      ),
    retry: false,
  });
  const made = rotate.data?.data;
  return (
    <Dialog
      title={t('machine-clients.rotate')}
      isOpen
      onClose={onClose}
      footer={
        made === undefined ? (
          <Button
            kind="primary"
            isPending={rotate.isPending}
            isDisabled={rotate.error instanceof Refusal}
            onPress={() => {
              rotate.mutate();
            }}
          >
            {t('machine-clients.rotate')}
          </Button>
        ) : (
          <Button kind="primary" onPress={onClose}>
            {t('machine-clients.secret.kept')}
          </Button>
        )
      }
    >
      {made === undefined ? (
        <div className={css['stack'] ?? ''}>
          <ProblemBox error={rotate.error} />
          <ChoiceInput
            label={t('machine-clients.overlap')}
            hint={t('machine-clients.overlap.hint')}
            value={overlap}
            onChange={(id) => {
              setOverlap(id as Overlap);
            }}
            choices={(Object.keys(OVERLAPS) as Overlap[]).map((id) => ({
              id,
              text: t(`machine-clients.overlap.${id}`),
            }))}
          />
        </div>
      ) : (
        <div className={css['stack'] ?? ''}>
          <p>{t('machine-clients.secret.text')}</p>
          <Secret text={made.secret} />
          {made.oldSecretEndsAt !== '' && (
            <p className="muted">
              {t('machine-clients.old-secret-until', { at: formats.instant(made.oldSecretEndsAt) })}
            </p>
          )}
        </div>
      )}
    </Dialog>
  );
}

function Revocation({ client, onClose }: DialogProps) {
  const t = useText();
  const api = useApi();
  const revoke = useMutation({
    mutationFn: () =>
      answered(
        api.DELETE('/api/v1/machine-clients/{id}', {
          params: { path: { id: client.clientId }, header: { 'Idempotency-Key': crypto.randomUUID() } },
        }),
      ),
    onSuccess: onClose,
  });
  return (
    <Dialog
      title={t('machine-clients.revoke')}
      isOpen
      onClose={onClose}
      footer={
        <Button
          kind="danger"
          isPending={revoke.isPending}
          onPress={() => {
            revoke.mutate();
          }}
        >
          {t('machine-clients.revoke')}
        </Button>
      }
    >
      <ProblemBox error={revoke.error} />
      <p>{t('machine-clients.revoke.text', { name: client.name })}</p>
    </Dialog>
  );
}
