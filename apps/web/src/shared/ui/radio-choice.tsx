import { Label, Radio, RadioGroup } from 'react-aria-components';
import css from './radio-choice.module.css';

interface RadioOption {
  readonly id: string;
  readonly title: string;
  /** What must not be overlooked. */
  readonly mark?: string;
  readonly hint?: string;
}

interface RadioChoiceProps {
  readonly label: string;
  readonly options: readonly RadioOption[];
  /** Empty for none. */
  readonly value: string;
  readonly onChange: (id: string) => void;
}

/** One of a few, each with what tells it from the others. */
export function RadioChoice({ label, options, value, onChange }: RadioChoiceProps) {
  return (
    <RadioGroup value={value === '' ? null : value} onChange={onChange} className={css['choices'] ?? ''}>
      <Label>{label}</Label>
      {options.map(({ id, title, mark = '', hint = '' }) => (
        <Radio key={id} value={id} className={css['choice'] ?? ''}>
          <span className={css['dot'] ?? ''} aria-hidden />
          <span>
            {title}
            {mark !== '' && <strong> · {mark}</strong>}
            <span className="muted"> {hint}</span>
          </span>
        </Radio>
      ))}
    </RadioGroup>
  );
}
