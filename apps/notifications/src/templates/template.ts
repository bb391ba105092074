import { defineErrors, type FieldError } from '@navette/kernel';
import type { Template } from '@navette/contracts/notifications/v1/service';
import { isMailAddress, mailAddresses } from '../smtp/mail-address.js';

export const templateErrors = defineErrors('notifications', {
  'template.invalid': 'invalid',
  'template.kind-unknown': { kind: 'invalid', params: ['kind', 'accepted'] },
  'template.language-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'template.text-required': 'invalid',
  'template.too-long': { kind: 'invalid', params: ['max'] },
  'template.tag-unknown': { kind: 'invalid', params: ['tag', 'accepted'] },
  'template.syntax-wrong': { kind: 'invalid', params: ['detail'] },
  'template.not-overridden': 'not-found',
  'template.bcc-wrong': { kind: 'invalid', params: ['address'] },
});

export const LANGUAGES = ['fr', 'en'] as const;
export type Language = (typeof LANGUAGES)[number];

/** Values of tags by their first word, then their second: `{ file: { number: 'LIL-DI-2026-000001' } }`. */
export type TagValues = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** What a template's text may be wrong about; found by the adapter that reads it. */
export type TextProblem = { readonly tag: string } | { readonly detail: string };

const COMMON = [
  'customer.civility',
  'customer.name',
  'customer.first_name',
  'station.name',
  'station.phone',
  'station.email',
];
const OF_FILE = ['file.number', 'product.category', 'product.brand'];
const OF_ORDER = ['order.number'];

/** Tags of a kind of message (NO-3); undefined where there is no such kind. A status code's kind is its key, or its number. */
export function tagsOf(kind: string): readonly string[] | undefined {
  if (/^status:[a-z0-9_]{1,60}$/.test(kind)) return [...OF_FILE, ...COMMON];
  if (kind === 'supplier_order') return [...OF_ORDER, ...COMMON];
  if (kind === 'customer_order_ready' || kind === 'customer_order_ready_partial') return [...OF_ORDER, ...COMMON];
  return kind === 'party_welcome' ? COMMON : undefined;
}

const KINDS = [
  'status:<key>',
  'customer_order_ready',
  'customer_order_ready_partial',
  'supplier_order',
  'party_welcome',
];

/** A template as the station keeps it. */
export interface CheckedTemplate {
  readonly kind: string;
  readonly language: Language;
  readonly active: boolean;
  readonly subject: string;
  readonly body: string;
  readonly bcc: readonly string[];
}

/**
 * A template ready to be kept (NO-2).
 * @param problemsOf reads a text and says which of its tags are not among those allowed, or that it cannot be read
 * @throws DomainError `notifications.template.invalid` with every field that is not accepted, each unknown tag named
 */
export function checkedTemplate(
  input: Template,
  problemsOf: (text: string, tags: readonly string[]) => readonly TextProblem[],
): CheckedTemplate {
  const tags = tagsOf(input.kind);
  if (tags === undefined) {
    const unknown = templateErrors.field('/kind', 'template.kind-unknown', { kind: input.kind, accepted: KINDS });
    throw templateErrors.error('template.invalid', {}, [unknown]);
  }
  const fields: FieldError[] = [];
  const language = (input.language || 'fr') as Language;
  if (!LANGUAGES.includes(language)) {
    fields.push(templateErrors.field('/language', 'template.language-not-accepted', { accepted: LANGUAGES }));
  }
  const text = (pointer: string, value: string, max: number) => {
    if (value.trim() === '') fields.push(templateErrors.field(pointer, 'template.text-required'));
    if (value.length > max) fields.push(templateErrors.field(pointer, 'template.too-long', { max }));
    else {
      for (const problem of problemsOf(value, tags)) {
        fields.push(
          'tag' in problem
            ? templateErrors.field(pointer, 'template.tag-unknown', { tag: problem.tag, accepted: tags })
            : templateErrors.field(pointer, 'template.syntax-wrong', problem),
        );
      }
    }
    return value;
  };
  const bcc = mailAddresses(input.bcc);
  for (const address of bcc) {
    if (!isMailAddress(address)) fields.push(templateErrors.field('/bcc', 'template.bcc-wrong', { address }));
  }
  const template: CheckedTemplate = {
    kind: input.kind,
    language,
    active: input.active,
    // A subject is one line.
    subject: text('/subject', input.subject.replace(/\s+/g, ' ').trim(), 200),
    body: text('/body', input.body.replace(/\r\n?/g, '\n'), 20_000),
    bcc: [...new Set(bcc)],
  };
  if (fields.length > 0) throw templateErrors.error('template.invalid', {}, fields);
  return template;
}
