import { Metadata, status, type ServiceError } from '@grpc/grpc-js';
import { BadRequest, ErrorInfo } from '@navette/contracts/google/error-details';
import { Status } from '@navette/contracts/google/status';
import { DomainError, type ErrorKind, type ErrorParam, type ErrorParams } from '@navette/kernel';

/** The one place where kinds of errors become gRPC status codes. */
const STATUS: Readonly<Record<ErrorKind, status>> = {
  invalid: status.INVALID_ARGUMENT,
  'not-found': status.NOT_FOUND,
  conflict: status.ABORTED,
  stale: status.ABORTED,
  unconditional: status.FAILED_PRECONDITION,
  forbidden: status.PERMISSION_DENIED,
  unauthenticated: status.UNAUTHENTICATED,
  unavailable: status.UNAVAILABLE,
  precondition: status.FAILED_PRECONDITION,
  'too-many': status.RESOURCE_EXHAUSTED,
  'too-large': status.OUT_OF_RANGE,
  internal: status.INTERNAL,
};

const DETAILS = 'grpc-status-details-bin';
const INFO_URL = 'type.googleapis.com/google.rpc.ErrorInfo';
const FIELDS_URL = 'type.googleapis.com/google.rpc.BadRequest';
const DOMAIN = 'navette';
/** Beside the params; no name of a param has a hyphen. */
const KIND = 'navette-kind';

/** Status and details of a refusal, as grpc-js wants them. Params travel as JSON text, so that types survive. */
export function toRpcError(error: DomainError): { code: status; message: string; metadata: Metadata } {
  const code = STATUS[error.kind];
  const info = ErrorInfo.fromPartial({
    reason: error.code,
    domain: DOMAIN,
    metadata: { ...encode(error.params), [KIND]: error.kind },
  });
  const details = [{ typeUrl: INFO_URL, value: Buffer.from(ErrorInfo.encode(info).finish()) }];
  if (error.fields.length > 0) {
    const fieldViolations = error.fields.map(({ pointer, code: reason, params }) => ({
      field: pointer,
      reason,
      description: JSON.stringify(params ?? {}),
    }));
    details.push({
      typeUrl: FIELDS_URL,
      value: Buffer.from(BadRequest.encode(BadRequest.fromPartial({ fieldViolations })).finish()),
    });
  }
  const metadata = new Metadata();
  metadata.set(
    DETAILS,
    Buffer.from(Status.encode(Status.fromPartial({ code, message: error.code, details })).finish()),
  );
  return { code, message: error.code, metadata };
}

/** The refusal that a callee sent, or undefined when the failure is of the transport. */
export function fromRpcError(error: ServiceError): DomainError | undefined {
  const bytes = error.metadata?.get(DETAILS)[0];
  if (!(bytes instanceof Uint8Array)) return undefined;
  const { details } = Status.decode(bytes);
  const info = details.find(({ typeUrl }) => typeUrl === INFO_URL);
  if (info === undefined) return undefined;
  const { reason, domain, metadata } = ErrorInfo.decode(info.value);
  if (domain !== DOMAIN) return undefined;
  const { [KIND]: kind, ...params } = metadata;
  const bad = details.find(({ typeUrl }) => typeUrl === FIELDS_URL);
  const fields = bad === undefined ? [] : BadRequest.decode(bad.value).fieldViolations;
  return new DomainError(
    reason,
    decode(params),
    fields.map((field) => ({
      pointer: field.field,
      code: field.reason,
      params: JSON.parse(field.description) as ErrorParams,
    })),
    { kind: kind as ErrorKind },
  );
}

function encode(params: ErrorParams): Record<string, string> {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, JSON.stringify(value)]));
}

function decode(params: Record<string, string>): ErrorParams {
  return Object.fromEntries(Object.entries(params).map(([name, value]) => [name, JSON.parse(value) as ErrorParam]));
}
