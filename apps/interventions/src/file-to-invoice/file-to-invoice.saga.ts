import {
  CheckFileDocumentsMessage,
  ConsumePartsMessage,
  IssueFileDocumentsMessage,
  ReturnPartsMessage,
} from '@navette/contracts';
import { BillableFile as BillableFileMessage } from '@navette/contracts/billing/v1/service';
import { step, type SagaDecision, type SagaDefinition, type SagaItem } from '@navette/platform/saga';
import type { BillableFile, ConsumedLine } from '../intervention-files/billable-file.js';
import { FILE_ORIGIN } from '../intervention-files/file-part.js';
import { issuedDocuments, type AnsweredDocument } from './issued-documents.js';

type Refusal = { readonly code: string; readonly params: Readonly<Record<string, string>> };

export type FileToInvoice = {
  /** The file as it was frozen. */
  readonly billable: BillableFile;
  readonly consumption: readonly ConsumedLine[];
  /** Parts may have left stock: owed back if billing is refused. Noted before stock is asked. */
  readonly returnOwed: boolean;
  /** Why the file is not billed. */
  readonly refusal: Refusal | null;
  /** The appliance is handed back when the file is billed. */
  readonly handBack: boolean;
  /** Billing's answer, as JSON; empty before. */
  readonly documents: string;
  /** Drafts that were accepted, and the invoices they became: they may overtake the answer that names the draft. */
  readonly accepted: readonly { readonly draftId: string; readonly invoice: AnsweredDocument }[];
};

type Decision = SagaDecision<FileToInvoice>;

/**
 * IN-16: a frozen file becomes documents.
 *
 * `checking` → `consuming` → `issuing` (pivot) → `awaiting_acceptance` as long as one of them is a draft invoice (PA-2) →
 * `billed`; a refusal on the way goes through `returning` when parts were
 * consumed, and ends with the file open again. Every step waits for its answer as long as it takes: another service that
 * is down delays a file and loses nothing, and from the pivot on there is no way back.
 */
export const fileToInvoice: SagaDefinition<FileToInvoice> = {
  type: 'file-to-invoice',
  dataVersion: 3,
  upgrade: (data) =>
    ({ documents: '', accepted: [], handBack: false, ...(data as Partial<FileToInvoice>) }) as FileToInvoice,
  effects: ['close-file', 'reopen-file'],
  steps: {
    check: step(CheckFileDocumentsMessage, {
      batch: 1,
      build: (request, items) => ({ request, itemKey: keyOf(items), file: fileOf(items) }),
    }),
    consume: step(ConsumePartsMessage, {
      batch: 1,
      build: (request, items) => ({
        request,
        itemKey: keyOf(items),
        originKind: FILE_ORIGIN,
        originId: keyOf(items),
        lines: (items[0]?.payload as readonly ConsumedLine[]).map((line) => ({ ...line })),
      }),
    }),
    issue: step(IssueFileDocumentsMessage, {
      batch: 1,
      build: (request, items) => ({ request, itemKey: keyOf(items), file: fileOf(items) }),
    }),
    return: step(ReturnPartsMessage, {
      batch: 1,
      build: (request, items) => ({
        request,
        itemKey: keyOf(items),
        originKind: FILE_ORIGIN,
        originId: keyOf(items),
      }),
    }),
  },
  decide({ state, data }, input): Decision {
    switch (input.kind) {
      case 'started':
        return ask('checking', data, 'check', data.billable);
      case 'effect':
        return input.name === 'close-file'
          ? { state: 'billed', data, end: 'done' }
          : { state: 'reopened', data, end: 'compensated' };
      case 'answered': {
        const [answer] = input.outcomes;
        if (answer === undefined || STEP_OF_STATE[state] !== input.step) return { state, data };
        return answered(input.step, data, answer.outcome, answer.data);
      }
      case 'signal': {
        // Heard again after the end.
        if (state === 'billed') return { state, data, end: 'done' };
        const { draftId, invoice } = input.payload as FileToInvoice['accepted'][number];
        if (data.accepted.some((known) => known.draftId === draftId)) return { state, data };
        const heard = { ...data, accepted: [...data.accepted, { draftId, invoice }] };
        return state === 'awaiting_acceptance' ? close(heard) : { state, data: heard };
      }
      default:
        return { state, data };
    }
  },
};

/** What the saga starts with. */
export function fileToInvoiceData(
  billable: BillableFile,
  consumption: readonly ConsumedLine[],
  handBack = false,
): FileToInvoice {
  return { billable, consumption, returnOwed: false, refusal: null, handBack, documents: '', accepted: [] };
}

/** The step whose answer a state waits for; any other answer came twice, or from an operator who was late. */
const STEP_OF_STATE: Readonly<Record<string, string>> = {
  checking: 'check',
  consuming: 'consume',
  issuing: 'issue',
  returning: 'return',
};

function answered(
  name: string,
  data: FileToInvoice,
  outcome: string,
  answer: Readonly<Record<string, string>>,
): Decision {
  const refused = (returnOwed: boolean) => refuse({ ...data, returnOwed, refusal: { code: outcome, params: answer } });
  const done = outcome === 'done';
  switch (name) {
    case 'check':
      if (!done) return refused(false);
      if (data.consumption.length === 0) return ask('issuing', data, 'issue', data.billable);
      return ask('consuming', { ...data, returnOwed: true }, 'consume', data.consumption);
    case 'consume':
      // All or nothing: a refusal has taken no part.
      return done ? ask('issuing', data, 'issue', data.billable) : refused(false);
    case 'issue': {
      if (!done) return refused(data.returnOwed);
      const { documents } = answer;
      // Resolved by hand: no operator knows the documents, and a file is not billed without. Billing answers once more.
      if (documents === undefined) return { state: 'issuing', data, park: 'interventions.file.documents-unknown' };
      return close({ ...data, documents });
    }
    default:
      // Parts that can't come back are a person's matter: the file must not be changed over them.
      return done ? reopen(data) : { state: 'returning', data, park: outcome };
  }
}

/** Closes the file with its documents, once none of them is a draft any more: only an invoice bills. */
function close(data: FileToInvoice): Decision {
  const accepted = new Map(data.accepted.map(({ draftId, invoice }) => [draftId, invoice]));
  const documents = issuedDocuments(data.documents).map((document) => accepted.get(document.id) ?? document);
  if (documents.some(({ kind }) => kind === 'draft_invoice')) return { state: 'awaiting_acceptance', data };
  const payload = { fileId: data.billable.fileId, documents, handBack: data.handBack };
  return { state: 'closing', data, effects: [{ name: 'close-file', payload }] };
}

function refuse(data: FileToInvoice): Decision {
  return data.returnOwed ? ask('returning', data, 'return', null) : reopen(data);
}

function reopen(data: FileToInvoice): Decision {
  const { code, params } = data.refusal as Refusal;
  const payload = { fileId: data.billable.fileId, refusal: code, params };
  return { state: 'reopening', data, effects: [{ name: 'reopen-file', payload }] };
}

/** Each step carries one item, the file. */
function ask(state: string, data: FileToInvoice, name: string, payload: SagaItem['payload']): Decision {
  return { state, data, ask: [{ step: name, items: [{ key: data.billable.fileId, payload }] }] };
}

function keyOf(items: readonly SagaItem[]): string {
  return items[0]?.key ?? '';
}

function fileOf(items: readonly SagaItem[]): BillableFileMessage {
  return BillableFileMessage.fromPartial((items[0]?.payload ?? {}) as Partial<BillableFileMessage>);
}
