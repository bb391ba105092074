import { describe, expect, it } from '@jest/globals';
import {
  headerDifferences,
  IDENTITY,
  identityOf,
  NO_HEADER,
  partyWith,
  sentOfHeader,
  valuesOfHeader,
  type Header,
} from './document-header.js';

const lens = { line1: '12 rue du Pas', line2: '', postcode: '62300', city: 'Lens', country: 'FR' };
const header: Header = {
  ...sentOfHeader(NO_HEADER),
  name: 'Tournemine',
  phone: '03 20 55 66 77',
  mainAddress: lens,
  footerDiscount: '0.1250',
};
const party = {
  id: 'one',
  name: 'Tournemine',
  phones: ['03 20 11 22 33', '06 12 34 56 78'],
  emails: ['a@exemple.example'],
  mainAddress: lens,
  comment: 'Sonner deux fois',
} as never as Parameters<typeof partyWith>[0];
const key = (text: string) => text;

describe('PA-19 the header of a document in a form', () => {
  it('has every field, the discount in percent, and comes back as it was', () => {
    const values = valuesOfHeader(header);
    expect(values).toMatchObject({ footerDiscount: '12.5', billingAddress: { line1: '', city: '' } });
    expect(sentOfHeader(values)).toEqual({ ...header, footerDiscount: '0.125' });
  });

  it('differs from the record in what a person reads, among the fields that are asked for', () => {
    const mine = valuesOfHeader({ ...header, paymentDays: 30 });
    expect(headerDifferences(key, mine, identityOf(party), IDENTITY)).toEqual([
      { field: 'phone', label: 'trade.header.phone', mine: '03 20 55 66 77', theirs: '03 20 11 22 33' },
      { field: 'email', label: 'trade.header.email', mine: '', theirs: 'a@exemple.example' },
    ]);
  });

  it('changes on the record what was chosen, and leaves its other phones and all the rest', () => {
    expect(partyWith(party, header, ['phone'])).toEqual({
      ...party,
      phones: ['03 20 55 66 77', '06 12 34 56 78'],
    });
    expect(partyWith(party, { ...header, email: '' }, ['email']).emails).toEqual([]);
  });
});
