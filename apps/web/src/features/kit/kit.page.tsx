import { Refusal } from '@navette/api-client';
import { Archive, Printer, Save, Trash2 } from 'lucide-react';
import { useState, type ReactNode } from 'react';
import { FormProvider, useForm } from 'react-hook-form';
import type { Action } from '../../shared/actions/actions.js';
import { useText } from '../../shared/i18n/use-text.js';
import { FormChecks, FormChoice, FormList, FormText } from '../../shared/kit/form/form-fields.js';
import { ConflictDialog } from '../../shared/kit/record/conflict-dialog.js';
import { Fields, RecordPage, Section } from '../../shared/kit/record/record-page.js';
import { Button, IconButton } from '../../shared/ui/button.js';
import { Dialog } from '../../shared/ui/dialog.js';
import { Checkbox, ChoiceInput, TextInput } from '../../shared/ui/fields.js';
import { MenuButton } from '../../shared/ui/menu-button.js';
import { ProblemBox } from '../../shared/ui/problem-box.js';
import { ProgressBar } from '../../shared/ui/progress-bar.js';
import { StateChip, type Tone } from '../../shared/ui/state-chip.js';
import { PageLink } from '../../shared/work/page-link.js';
import css from './kit.module.css';

const TONES: readonly Tone[] = ['draft', 'progress', 'waiting', 'done', 'late', 'warranty'];
const nothing = () => undefined;

/**
 * Every component of the kit in every state, for who builds screens and for the journeys that measure the themes. On no rail:
 * its address is known to those who look for it.
 */
export default function KitPage() {
  const t = useText();
  const why = t('kit.not-now');
  const actions: readonly Action[] = [
    { id: 'kit.save', title: t('kit.primary'), icon: Save, primary: true, run: nothing },
    { id: 'kit.print', title: t('kit.normal'), icon: Printer, run: nothing },
    { id: 'kit.archive', title: t('kit.disabled'), icon: Archive, notNow: why, run: nothing },
  ];
  return (
    <RecordPage
      title={t('kit.title')}
      chip={{ tone: 'waiting', text: t('kit.tone.waiting') }}
      facts={[t('kit.fact'), '1 234,56 €']}
      actions={actions}
      side={<Texts />}
    >
      <Section title={t('kit.buttons')}>
        <Line>
          <Button kind="primary">{t('kit.primary')}</Button>
          <Button icon={Printer}>{t('kit.normal')}</Button>
          <Button kind="quiet">{t('kit.quiet')}</Button>
          <Button kind="danger" icon={Trash2}>
            {t('kit.danger')}
          </Button>
          <Button kind="primary" isDisabled>
            {t('kit.disabled')}
          </Button>
          <Button isDisabled>{t('kit.disabled')}</Button>
          <Button isPending>{t('kit.pending')}</Button>
          <IconButton icon={Printer} label={t('kit.normal')} />
          <IconButton icon={Save} label={t('kit.primary')} kind="primary" />
          <IconButton icon={Archive} label={t('kit.disabled')} isDisabled />
          <MenuButton
            text={t('kit.menu')}
            entries={TONES.map((id) => ({ id, text: t(`kit.tone.${id}`) }))}
            current="done"
            onChoose={nothing}
          />
          <MenuButton text={t('kit.disabled')} entries={[]} onChoose={nothing} isDisabled />
        </Line>
      </Section>
      <Section title={t('kit.states')}>
        <Line>
          {TONES.map((tone) => (
            <StateChip key={tone} tone={tone}>
              {t(`kit.tone.${tone}`)}
            </StateChip>
          ))}
        </Line>
      </Section>
      <Section title={t('kit.fields')}>
        <Inputs />
      </Section>
      <Section title={t('kit.form')}>
        <Form />
      </Section>
      <Section title={t('kit.messages')}>
        <div className={css['stack'] ?? ''}>
          <ProblemBox error={refusal(t('kit.refusal'), 409)} />
          <ProblemBox error={refusal(t('kit.away'), 503)} onRetry={nothing} />
          <ProblemBox error={new TypeError()} onRetry={nothing} />
          <ProgressBar label={t('kit.progress')} value={7} max={12} />
          <p className="muted">{t('kit.muted')}</p>
          <p>
            <PageLink href="/kit/list">{t('kit.list')}</PageLink> · <span className="reference">WPL-484000008553</span>
          </p>
        </div>
      </Section>
      <Section title={t('kit.dialogs')}>
        <Dialogs />
      </Section>
    </RecordPage>
  );
}

const Line = ({ children }: { readonly children: ReactNode }) => <div className={css['line'] ?? ''}>{children}</div>;

const refusal = (title: string, status: number) =>
  new Refusal({
    type: 'urn:navette:problem:kit.sample',
    title,
    status,
    code: 'kit.sample',
    params: {},
    requestId: '01997b3e-8a43',
  });

function Texts() {
  const t = useText();
  return (
    <Section title={t('kit.texts')}>
      <h1>{t('kit.heading', { level: 1 })}</h1>
      <h2>{t('kit.heading', { level: 2 })}</h2>
      <h3>{t('kit.heading', { level: 3 })}</h3>
      <p>{t('kit.muted')}</p>
    </Section>
  );
}

function Inputs() {
  const t = useText();
  const [text, setText] = useState('Réfrigérateur');
  const [choice, setChoice] = useState('done');
  const choices = TONES.map((id) => ({ id, text: t(`kit.tone.${id}`) }));
  const common = { value: text, onChange: setText };
  return (
    <>
      <Fields>
        <TextInput label={t('kit.field')} {...common} hint={t('kit.hint')} />
        <TextInput label={t('kit.required')} {...common} isRequired />
        <TextInput label={t('kit.wrong')} {...common} error={t('kit.error')} />
        <TextInput label={t('kit.read-only')} {...common} isReadOnly />
        <TextInput label={t('kit.disabled')} {...common} isDisabled />
        <TextInput label={t('kit.date')} type="date" value="2026-11-21" onChange={nothing} />
        <ChoiceInput label={t('kit.choice')} value={choice} onChange={setChoice} choices={choices} />
        <ChoiceInput label={t('kit.wrong')} value="" onChange={setChoice} choices={choices} error={t('kit.error')} />
        <ChoiceInput label={t('kit.disabled')} value={choice} onChange={setChoice} choices={choices} isDisabled />
        <TextInput label={t('kit.lines')} {...common} lines={3} />
      </Fields>
      <Line>
        <Checkbox>{t('kit.box')}</Checkbox>
        <Checkbox isSelected>{t('kit.box.on')}</Checkbox>
        <Checkbox isIndeterminate>{t('kit.box.some')}</Checkbox>
        <Checkbox isSelected isDisabled>
          {t('kit.disabled')}
        </Checkbox>
      </Line>
    </>
  );
}

function Form() {
  const t = useText();
  const choices = TONES.map((id) => ({ id, text: t(`kit.tone.${id}`) }));
  const form = useForm({
    defaultValues: { text: '', choice: 'done', checks: ['draft'], list: ['0320112233', ''] },
  });
  return (
    <FormProvider {...form}>
      <Fields>
        <FormText name="text" label={t('kit.field')} />
        <FormChoice name="choice" label={t('kit.choice')} choices={choices} />
        <FormList name="list" label={t('kit.values')} type="tel" />
      </Fields>
      <FormChecks name="checks" label={t('kit.checks')} choices={choices} />
    </FormProvider>
  );
}

function Dialogs() {
  const t = useText();
  const [shown, show] = useState<'none' | 'dialog' | 'conflict'>('none');
  const close = () => {
    show('none');
  };
  return (
    <Line>
      <Button
        onPress={() => {
          show('dialog');
        }}
      >
        {t('kit.dialog')}
      </Button>
      <Button
        onPress={() => {
          show('conflict');
        }}
      >
        {t('kit.conflict')}
      </Button>
      <Dialog
        title={t('kit.dialog')}
        isOpen={shown === 'dialog'}
        onClose={close}
        footer={
          <>
            <Button onPress={close}>{t('kit.normal')}</Button>
            <Button kind="primary" onPress={close}>
              {t('kit.primary')}
            </Button>
          </>
        }
      >
        <p>{t('kit.muted')}</p>
        <TextInput label={t('kit.field')} value="" onChange={nothing} autoFocus />
      </Dialog>
      {shown === 'conflict' && (
        <ConflictDialog
          differences={[{ label: t('kit.field'), mine: 'Lille', theirs: 'Roubaix' }]}
          onMine={close}
          onTheirs={close}
          onBack={close}
        />
      )}
    </Line>
  );
}
