import type { Schema } from '@navette/api-client';
import { useState } from 'react';
import { useText } from '../../shared/i18n/use-text.js';
import { AskDialog } from '../../shared/kit/record/ask-dialog.js';
import { addressText, NO_ADDRESS } from '../../shared/trade/document-header.js';
import { RadioChoice } from '../../shared/ui/radio-choice.js';

export type Candidate = Schema<'KnownConsumers'>['candidates'][number];

const NEW = 'new';

interface KnownDialogProps {
  readonly candidates: readonly Candidate[];
  /** The party that it is; undefined for a new one. */
  readonly onChoose: (partyId: string | undefined) => void;
  readonly onClose: () => void;
}

/** PA-7: who a typed customer may be already; a person says who it is. */
export function KnownDialog({ candidates, onChoose, onClose }: KnownDialogProps) {
  const t = useText();
  const [choice, setChoice] = useState('');
  return (
    <AskDialog
      title={t('sales.known.title')}
      text={t('sales.known.text')}
      confirm={t('sales.known.take')}
      isOpen
      size="wide"
      notNow={choice === ''}
      error={null}
      onClose={onClose}
      onConfirm={() => {
        onChoose(choice === NEW ? undefined : choice);
      }}
    >
      <RadioChoice
        label={t('sales.known.choose')}
        options={[
          ...candidates.map(({ id, name, firstName, mainAddress, phones, emails, suspended }) => ({
            id,
            title: [name, firstName].filter(Boolean).join(' '),
            hint: [addressText(mainAddress ?? NO_ADDRESS), ...phones, ...emails].filter(Boolean).join(' · '),
            mark: suspended ? t('trade.suspended') : '',
          })),
          { id: NEW, title: t('sales.known.new') },
        ]}
        value={choice}
        onChange={setChoice}
      />
    </AskDialog>
  );
}
