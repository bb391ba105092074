const MEDIA_TYPES = {
  csv: 'text/csv',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
} as const;

/** Of tables that the edge takes in. */
export const FILE_ENDINGS = Object.keys(MEDIA_TYPES).map((ending) => `.${ending}`);

/** A file as a request's body, by what its name says that it is: browsers call a CSV file this or that. */
export function fileBody(file: File) {
  const ending = file.name.split('.').at(-1)?.toLowerCase() === 'xlsx' ? 'xlsx' : 'csv';
  return {
    headers: { 'content-type': MEDIA_TYPES[ending] },
    body: file as never,
    bodySerializer: (body: unknown) => body as Blob,
  };
}
