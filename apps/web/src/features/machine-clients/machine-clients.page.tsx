import { answered, type Schema } from '@navette/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Plus } from 'lucide-react';
import { useRef, useState } from 'react';
import { isPassing } from '../../shared/api/problem.js';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import type { ListDefinition } from '../../shared/kit/list/list-definition.js';
import { ListPage } from '../../shared/kit/list/list-page.js';
import { Button } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { TextInput } from '../../shared/ui/fields.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { Secret } from '../../shared/ui/secret.js';
import { StateChip } from '../../shared/ui/state-chip.js';
import { ClientRights } from './client-rights.js';
import css from './machine-clients.module.css';

type Client = Schema<'MachineClient'> & { readonly id: string };

/** ID-8: the manufacturers' programs that may act in the network; they are few, all of them come. */
const machineClients: ListDefinition<Client> = {
  id: 'machine-clients',
  title: 'machine-clients.title',
  empty: 'machine-clients.empty',
  href: ({ id }) => `/machine-clients/${id}`,
  columns: [
    { id: 'name', title: 'machine-clients.name', width: 220, cell: ({ name }) => name, value: ({ name }) => name },
    {
      id: 'clientId',
      title: 'machine-clients.client-id',
      width: 320,
      cell: ({ clientId }) => <span className="reference">{clientId}</span>,
      value: ({ clientId }) => clientId,
    },
    {
      id: 'state',
      title: 'machine-clients.state',
      width: 130,
      cell: ({ revokedAt }, { t }) =>
        revokedAt === '' ? (
          <StateChip tone="done">{t('machine-clients.state.good')}</StateChip>
        ) : (
          <StateChip tone="late">{t('machine-clients.state.revoked')}</StateChip>
        ),
      value: ({ revokedAt }, { t }) => t(`machine-clients.state.${revokedAt === '' ? 'good' : 'revoked'}`),
    },
    {
      id: 'lastUsedAt',
      title: 'machine-clients.last-used',
      width: 160,
      cell: ({ lastUsedAt }, { formats, t }) =>
        lastUsedAt === '' ? <span className="muted">{t('machine-clients.never')}</span> : formats.instant(lastUsedAt),
      value: ({ lastUsedAt }, { formats }) => formats.instant(lastUsedAt),
    },
    {
      id: 'createdAt',
      title: 'machine-clients.created',
      width: 160,
      cell: ({ createdAt }, { formats }) => formats.instant(createdAt),
      value: ({ createdAt }, { formats }) => formats.instant(createdAt),
    },
  ],
  load: async (api, _query, signal) => {
    const { data } = await answered(api.GET('/api/v1/machine-clients', { signal }));
    return { rows: data.clients.map((client) => ({ ...client, id: client.clientId })), nextCursor: '' };
  },
};

export default function MachineClientsPage() {
  const t = useText();
  const may = useMay();
  const [isNew, setNew] = useState(false);
  return (
    <>
      <ListPage
        list={machineClients}
        actions={[
          {
            id: 'machine-client.new',
            title: t('machine-clients.new'),
            icon: Plus,
            keys: 'n',
            primary: true,
            notNow: may('identity:machine-client.create') ? undefined : t('machine-clients.may-not'),
            run: () => {
              setNew(true);
            },
          },
        ]}
      />
      {isNew && (
        <NewClient
          onClose={() => {
            setNew(false);
          }}
        />
      )}
    </>
  );
}

/** Its secret is shown once, here. */
function NewClient({ onClose }: { readonly onClose: () => void }) {
  const t = useText();
  const api = useApi();
  const client = useQueryClient();
  const key = useRef(crypto.randomUUID());
  const [name, setName] = useState('');
  const [rights, setRights] = useState<readonly string[]>([]);
  const create = useMutation({
    mutationFn: () =>
      answered(
        api.POST('/api/v1/machine-clients', {
          params: { header: { 'Idempotency-Key': key.current } },
          body: { name, rights: [...rights] },
        }),
      ),
    retry: false,
    onSuccess: () => void client.invalidateQueries({ queryKey: ['list'] }),
    onError: (error) => {
      if (!isPassing(error)) key.current = crypto.randomUUID();
    },
  });
  const made = create.data?.data;
  return (
    <Dialog
      title={t('machine-clients.new')}
      isOpen
      onClose={onClose}
      footer={
        made === undefined ? (
          <Button
            kind="primary"
            isPending={create.isPending}
            isDisabled={name.trim() === ''}
            onPress={() => {
              create.mutate();
            }}
          >
            {t('machine-clients.create')}
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
          <ProblemBox error={create.error} />
          <TextInput label={t('machine-clients.name')} value={name} onChange={setName} isRequired autoFocus />
          <ClientRights rights={rights} onChange={setRights} />
        </div>
      ) : (
        <div className={css['stack'] ?? ''}>
          <p>{t('machine-clients.secret.text')}</p>
          <h3>{t('machine-clients.client-id')}</h3>
          <Secret text={made.clientId} />
          <h3>{t('machine-clients.secret')}</h3>
          <Secret text={made.secret} />
        </div>
      )}
    </Dialog>
  );
}
