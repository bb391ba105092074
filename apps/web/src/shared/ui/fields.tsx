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
  /** Said, not shown: where it stands in the heading above. */
  readonly isLabelHidden?: boolean;
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
  readonly type?: 'text' | 'email' | 'tel' | 'password' | 'search' | 'number' | 'date' | 'color';
  readonly lines?: number;
  readonly autoComplete?: string;
  readonly autoFocus?: boolean;
  readonly maxLength?: number;
  readonly inputMode?: 'text' | 'decimal' | 'numeric' | 'email' | 'tel' | 'search';
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly placeholder?: string;
}

export function TextInput({
  label,
  isLabelHidden = false,
  hint,
  error,
  lines,
  inputRef,
  placeholder,
  autoFocus = false,
  ...props
}: TextInputProps) {
  return (
    <TextField {...props} autoFocus={autoFocus} isInvalid={error !== undefined} className={css['field'] ?? ''}>
      <FieldLabel text={label} isHidden={isLabelHidden} isRequired={props.isRequired} />
      {lines === undefined ? (
        <Input
          className={css['input'] ?? ''}
          {...(inputRef && { ref: inputRef })}
          {...(placeholder !== undefined && { placeholder })}
        />
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
  isLabelHidden = false,
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
      <FieldLabel text={label} isHidden={isLabelHidden} isRequired={props.isRequired} />
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

function FieldLabel({
  text,
  isHidden,
  isRequired,
}: {
  readonly text: string;
  readonly isHidden: boolean;
  readonly isRequired: boolean | undefined;
}) {
  return (
    <Label
      className={isHidden ? 'visually-hidden' : (css['label'] ?? '')}
      data-required={isRequired === true ? '' : undefined}
    >
      {text}
    </Label>
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
