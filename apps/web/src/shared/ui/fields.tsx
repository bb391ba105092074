import { ChevronDown } from 'lucide-react';
import type { ReactNode, Ref } from 'react';
import {
  Button,
  Checkbox as AriaCheckbox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
  Text,
  TextArea,
  TextField,
} from 'react-aria-components';
import css from './fields.module.css';

interface FieldProps {
  readonly label: string;
  /** Shown beneath, and said with the field. */
  readonly hint?: string | undefined;
  /** What is wrong with it, in the reader's words. */
  readonly error?: string | undefined;
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  readonly isDisabled?: boolean;
}

interface TextInputProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly onBlur?: () => void;
  readonly name?: string;
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'number';
  readonly lines?: number;
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'email' | 'tel' | 'search';
  readonly inputRef?: Ref<HTMLInputElement>;
}

export function TextInput({ label, hint, error, lines, inputRef, autoFocus = false, ...props }: TextInputProps) {
  return (
    <TextField {...props} autoFocus={autoFocus} isInvalid={error !== undefined} className={css['field'] ?? ''}>
      <Label className={css['label'] ?? ''} data-required={props.isRequired ? '' : undefined}>
        {label}
      </Label>
      {lines === undefined ? (
        <Input className={css['input'] ?? ''} {...(inputRef && { ref: inputRef })} />
      ) : (
        <TextArea className={css['input'] ?? ''} rows={lines} />
      )}
      <Below hint={hint} error={error} />
    </TextField>
  );
}

export interface Choice {
  readonly id: string;
  readonly text: string;
}

interface ChoiceInputProps extends FieldProps {
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly choices: readonly Choice[];
}

export function ChoiceInput({
  label,
  hint,
  error,
  value,
  onChange,
  choices,
  isReadOnly = false,
  ...props
}: ChoiceInputProps) {
  return (
    <Select
      {...props}
      isDisabled={isReadOnly || (props.isDisabled ?? false)}
      value={value === '' ? null : value}
      onChange={(key) => {
        onChange(key === null ? '' : String(key));
      }}
      isInvalid={error !== undefined}
      placeholder="—"
      className={css['field'] ?? ''}
    >
      <Label className={css['label'] ?? ''} data-required={props.isRequired ? '' : undefined}>
        {label}
      </Label>
      <Button className={`${css['input'] ?? ''} ${css['select'] ?? ''}`}>
        <SelectValue />
        <ChevronDown aria-hidden size="1em" />
      </Button>
      <Below hint={hint} error={error} />
      <Popover className={css['popover'] ?? ''}>
        <ListBox items={choices} className={css['options'] ?? ''}>
          {({ id, text }) => (
            <ListBoxItem id={id} textValue={text} className={css['option'] ?? ''}>
              {text}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}

interface CheckboxProps {
  readonly children?: ReactNode;
  readonly label?: string;
  readonly slot?: string;
  readonly isSelected?: boolean;
  readonly isIndeterminate?: boolean;
  readonly isDisabled?: boolean;
  readonly onChange?: (selected: boolean) => void;
}

export function Checkbox({ children, label, ...props }: CheckboxProps) {
  return (
    <AriaCheckbox {...props} {...(label !== undefined && { 'aria-label': label })} className={css['checkbox'] ?? ''}>
      <span className={css['box'] ?? ''} aria-hidden />
      {children}
    </AriaCheckbox>
  );
}

function Below({ hint, error }: { readonly hint: string | undefined; readonly error: string | undefined }) {
  return (
    <>
      {hint !== undefined && error === undefined && (
        <Text slot="description" className={css['hint'] ?? ''}>
          {hint}
        </Text>
      )}
      <FieldError className={css['error'] ?? ''}>{error}</FieldError>
    </>
  );
}
