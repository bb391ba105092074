import { defineErrors, type FieldError } from '@navette/kernel';
import type { SmtpSettings } from '@navette/contracts/notifications/v1/service';
import { isMailAddress } from './mail-address.js';

export const smtpErrors = defineErrors('notifications', {
  'smtp.invalid': 'invalid',
  'smtp.not-set': 'precondition',
  'smtp.address-wrong': { kind: 'invalid', params: ['address'] },
  'smtp.host-wrong': 'invalid',
  'smtp.port-wrong': { kind: 'invalid', params: ['min', 'max'] },
  'smtp.security-not-accepted': { kind: 'invalid', params: ['accepted'] },
  'smtp.too-long': { kind: 'invalid', params: ['max'] },
  // A stored password is only ever shown to the server it was given for.
  'smtp.password-required': 'invalid',
});

export const SECURITIES = ['none', 'starttls', 'tls'] as const;
export type Security = (typeof SECURITIES)[number];

/** Settings of a station as they are kept; the password only ever sealed (NO-1). */
export interface StoredSmtpSettings {
  readonly version: number;
  readonly senderAddress: string;
  readonly senderName: string;
  readonly replyTo: string;
  readonly host: string;
  readonly port: number;
  readonly security: Security;
  readonly login: string;
  readonly sealedPassword: Buffer | null;
}

export type CheckedSmtpSettings = Omit<StoredSmtpSettings, 'version' | 'sealedPassword'>;

/**
 * Settings ready to be kept (NO-1).
 * @param known those kept so far: their password stays where none is given and server and login are the same
 * @throws DomainError `notifications.smtp.invalid` with every field that is not accepted
 */
export function checkedSmtpSettings(input: SmtpSettings, known: StoredSmtpSettings | undefined): CheckedSmtpSettings {
  const fields: FieldError[] = [];
  const text = (pointer: string, value: string, max: number) => {
    const trimmed = value.trim();
    if (trimmed.length > max) fields.push(smtpErrors.field(pointer, 'smtp.too-long', { max }));
    return trimmed;
  };
  const address = (pointer: string, value: string) => {
    const trimmed = value.trim();
    if (!isMailAddress(trimmed)) fields.push(smtpErrors.field(pointer, 'smtp.address-wrong', { address: trimmed }));
    return trimmed;
  };
  const settings = {
    senderAddress: address('/senderAddress', input.senderAddress),
    // A line break would end the header that shows the name.
    senderName: text('/senderName', input.senderName.replace(/\s+/g, ' '), 100),
    replyTo: input.replyTo.trim() === '' ? '' : address('/replyTo', input.replyTo),
    host: input.host.trim().toLowerCase(),
    port: input.port,
    security: (input.security || 'starttls') as Security,
    login: text('/login', input.login, 254),
  };
  if (!/^[a-z0-9]([a-z0-9.:-]{0,252}[a-z0-9])?$/.test(settings.host)) {
    fields.push(smtpErrors.field('/host', 'smtp.host-wrong'));
  }
  if (settings.port < 1 || settings.port > 65_535) {
    fields.push(smtpErrors.field('/port', 'smtp.port-wrong', { min: 1, max: 65_535 }));
  }
  if (!SECURITIES.includes(settings.security)) {
    fields.push(smtpErrors.field('/security', 'smtp.security-not-accepted', { accepted: SECURITIES }));
  }
  const same = known?.host === settings.host && known.port === settings.port && known.login === settings.login;
  if (settings.login !== '' && input.password === '' && !same) {
    fields.push(smtpErrors.field('/password', 'smtp.password-required'));
  }
  if (fields.length > 0) throw smtpErrors.error('smtp.invalid', {}, fields);
  return settings;
}
