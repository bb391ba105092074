import { answered } from '@navette/api-client';
import { useQuery } from '@tanstack/react-query';
import { useDeferredValue, useState } from 'react';
import { useApi } from '../api/session.js';
import { useText } from '../i18n/use-text.js';
import { RadioChoice } from '../ui/radio-choice.js';
import { TextInput } from '../ui/fields.js';
import { ProblemBox } from '../ui/problem-box.js';

interface PartyPickerProps {
  readonly label: string;
  readonly kind?: 'consumer' | 'reseller' | 'supplier' | 'manufacturer' | 'other';
  /** Id of the party chosen; empty for none. */
  readonly value: string;
  readonly onChange: (id: string) => void;
  /** Told of the words that are searched for: who is not found is typed by them. */
  readonly onSearch?: (words: string) => void;
  /** Words to begin the search with. */
  readonly words?: string;
  readonly autoFocus?: boolean;
  readonly error?: string | undefined;
}

/** PA-6: a party by name, town, phone or e-mail; the few that fit are chosen from. */
export function PartyPicker(props: PartyPickerProps) {
  const { label, kind, value, onChange, onSearch, words = '', autoFocus = false, error } = props;
  const t = useText();
  const api = useApi();
  const [typed, setTyped] = useState(words);
  const asked = useDeferredValue(typed.trim());
  const found = useQuery({
    queryKey: ['party-picker', kind, asked],
    enabled: asked !== '',
    queryFn: async ({ signal }) => {
      const query = { q: asked, ...(kind !== undefined && { kind }) };
      return (await answered(api.GET('/api/v1/parties/search', { signal, params: { query } }))).data.parties;
    },
  });
  const options = (found.data ?? []).slice(0, MOST).map((party) => ({
    id: party.id,
    title: [party.name, party.firstName].filter(Boolean).join(' '),
    mark: party.suspended ? t('trade.suspended') : '',
    hint: [party.mainAddress?.city ?? '', ...party.phones, ...party.emails].filter(Boolean).join(' · '),
  }));
  return (
    <div>
      <TextInput
        label={label}
        type="search"
        hint={t('trade.party.hint')}
        value={typed}
        onChange={(next) => {
          setTyped(next);
          onSearch?.(next);
        }}
        autoFocus={autoFocus}
        autoComplete="off"
        error={error}
      />
      <ProblemBox error={found.error} />
      {found.data?.length === 0 && <p className="muted">{t('trade.party.none')}</p>}
      {options.length > 0 && (
        <RadioChoice label={t('trade.party.found')} options={options} value={value} onChange={onChange} />
      )}
    </div>
  );
}

/** Who is not among these is named more exactly. */
const MOST = 8;
