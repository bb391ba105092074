import { answered } from '@navette/api-client';
import { Plus } from 'lucide-react';
import { useMemo, useState } from 'react';
import { fieldErrorsOf } from '../../../shared/api/problem.js';
import { useApi, useMay } from '../../../shared/api/session.js';
import { useText } from '../../../shared/i18n/use-text.js';
import { ListPage } from '../../../shared/kit/list/list-page.js';
import { AskDialog } from '../../../shared/kit/record/ask-dialog.js';
import { useCommands } from '../../../shared/kit/record/use-commands.js';
import { TextInput } from '../../../shared/ui/fields.js';
import { useOpen } from '../../../shared/work/use-work.js';
import { familiesOf } from './families.list.js';

/** PA-13: families of customers, or of suppliers. */
export default function FamiliesPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const open = useOpen();
  const role = params['role'] === 'supplier' ? 'supplier' : 'customer';
  const list = useMemo(() => familiesOf(role), [role]);
  const [asked, setAsked] = useState<{ code: string; label: string }>();
  const commands = useCommands();
  const wrong = fieldErrorsOf(commands.error);
  const close = () => {
    setAsked(undefined);
    commands.forget();
  };
  const create = async (body: { code: string; label: string }) => {
    const made = await commands.run('create', async (key) => {
      const params = { header: { 'Idempotency-Key': key } };
      const { data } = await answered(api.POST('/api/v1/families', { params, body: { role, ...body } }));
      open(`/families/${data.id}`);
    });
    if (made) setAsked(undefined);
  };
  return (
    <>
      <ListPage
        list={list}
        actions={[
          {
            id: 'family.new',
            title: t('families.new'),
            icon: Plus,
            keys: 'n',
            primary: true,
            notNow: may('parties:family.create') ? undefined : t('families.may-not'),
            run: () => {
              setAsked({ code: '', label: '' });
            },
          },
        ]}
      />
      {asked !== undefined && (
        <AskDialog
          title={t(`families.new.${role}`)}
          text={t('families.new.text')}
          confirm={t('families.create')}
          isOpen
          notNow={asked.code.trim() === '' || asked.label.trim() === '' || commands.isRunning}
          error={wrong.size > 0 ? null : commands.error}
          onConfirm={() => void create(asked)}
          onClose={close}
        >
          <TextInput
            label={t('families.code')}
            value={asked.code}
            onChange={(code) => {
              setAsked({ ...asked, code });
            }}
            error={wrong.get('/code')}
            maxLength={10}
            isRequired
            autoFocus
          />
          <TextInput
            label={t('families.label')}
            value={asked.label}
            onChange={(label) => {
              setAsked({ ...asked, label });
            }}
            error={wrong.get('/label')}
            maxLength={40}
            isRequired
          />
        </AskDialog>
      )}
    </>
  );
}
