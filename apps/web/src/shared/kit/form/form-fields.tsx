import { Plus, X } from 'lucide-react';
import { useController, useFormContext, type FieldPath, type FieldValues } from 'react-hook-form';
import { useText } from '../../i18n/use-text.js';
import { Button, IconButton } from '../../ui/button.js';
import { Checkbox, ChoiceInput, TextInput, type Choice } from '../../ui/fields.js';
import css from './form-fields.module.css';

interface FormFieldProps {
  /** Path in the form's values, which is also the path in the edge's refusals. */
  readonly name: string;
  readonly label: string;
  readonly hint?: string;
  readonly isRequired?: boolean;
}

interface FormTextProps extends FormFieldProps {
  readonly type?: 'text' | 'email' | 'tel' | 'number' | 'date' | 'color';
  readonly isReadOnly?: boolean;
  readonly lines?: number;
  /** Of a number that is 0 where nobody knows it. */
  readonly isEmptyAtZero?: boolean;
  readonly autoFocus?: boolean;
  readonly autoComplete?: string;
}

/** Fields of a form by their path; what is wrong with one shows beneath it. */
export function FormText({ name, isEmptyAtZero = false, ...props }: FormTextProps) {
  const { field, fieldState } = useField(name);
  return (
    <TextInput
      {...props}
      value={isEmptyAtZero && field.value === 0 ? '' : String(field.value ?? '')}
      onChange={(value) => {
        field.onChange(props.type === 'number' ? (value === '' ? 0 : Number(value)) : value);
      }}
      onBlur={field.onBlur}
      inputRef={field.ref}
      error={fieldState.error?.message}
    />
  );
}

interface FormChoiceProps extends FormFieldProps {
  readonly choices: readonly Choice[];
  /** Its value is the number that the id of a choice writes. */
  readonly isNumber?: boolean;
  /** What is shown for the empty value, which may then be chosen. */
  readonly none?: string;
}

/** Stands for the empty value, which no choice can have. */
const NONE = 'none';

export function FormChoice({ name, isNumber = false, none, choices, ...props }: FormChoiceProps) {
  const { field, fieldState } = useField(name);
  const value = String(field.value ?? '');
  return (
    <ChoiceInput
      {...props}
      choices={none === undefined ? choices : [{ id: NONE, text: none }, ...choices]}
      value={none !== undefined && value === '' ? NONE : value}
      onChange={(chosen) => {
        if (none !== undefined && chosen === NONE) field.onChange('');
        else field.onChange(isNumber ? Number(chosen) : chosen);
      }}
      error={fieldState.error?.message}
    />
  );
}

/** Yes or no. */
export function FormSwitch({ name, label, hint }: FormFieldProps) {
  const { field } = useField(name);
  return (
    <div>
      <Checkbox isSelected={field.value === true} onChange={field.onChange}>
        {label}
      </Checkbox>
      {hint !== undefined && <p className="muted">{hint}</p>}
    </div>
  );
}

/** Boxes of which any number may be ticked; the value is the list of those that are. */
export function FormChecks({ name, label, choices }: FormFieldProps & { readonly choices: readonly Choice[] }) {
  const { field, fieldState } = useField(name);
  const ticked = field.value as readonly string[];
  return (
    <fieldset className={css['checks'] ?? ''}>
      <legend>{label}</legend>
      {choices.map(({ id, text }) => (
        <Checkbox
          key={id}
          isSelected={ticked.includes(id)}
          onChange={(on) => {
            field.onChange(on ? [...ticked, id] : ticked.filter((one) => one !== id));
          }}
        >
          {text}
        </Checkbox>
      ))}
      {fieldState.error && <p className={css['error'] ?? ''}>{fieldState.error.message}</p>}
    </fieldset>
  );
}

/** As many values as there are, each in a field of its own: phones, e-mails. */
export function FormList({ name, label, type }: FormFieldProps & { readonly type: 'tel' | 'email' | 'text' }) {
  const t = useText();
  // What is wrong with one of them is told under a name of its own.
  const { field, fieldState } = useField(name, false);
  const values = field.value as readonly string[];
  const errors = fieldState.error as { message?: string }[] | { message?: string } | undefined;
  const errorAt = (index: number) =>
    Array.isArray(errors) ? (errors[index] as { message?: string })?.message : undefined;
  return (
    <div className={css['list'] ?? ''}>
      {values.map((value, index) => {
        const title = index === 0 ? label : `${label} ${String(index + 1)}`;
        return (
          // Values have no name but their place.
          <div key={index} className={css['row'] ?? ''}>
            <TextInput
              label={title}
              type={type}
              value={value}
              onChange={(text) => {
                field.onChange(values.with(index, text));
              }}
              onBlur={field.onBlur}
              error={errorAt(index)}
            />
            <IconButton
              icon={X}
              label={t('form.remove', { name: title })}
              onPress={() => {
                field.onChange(values.toSpliced(index, 1));
              }}
            />
          </div>
        );
      })}
      <Button
        kind="quiet"
        icon={Plus}
        onPress={() => {
          field.onChange([...values, '']);
        }}
      >
        {t('form.add', { name: label })}
      </Button>
    </div>
  );
}

function useField(name: string, exact = true) {
  const { control } = useFormContext<FieldValues>();
  return useController({ control, name: name as FieldPath<FieldValues>, exact });
}
