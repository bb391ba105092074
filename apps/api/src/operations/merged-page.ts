import { DomainError } from '@navette/kernel';

/** A page of one service's list: each row knows where the list goes on behind it. */
interface PageOf<Row> {
  readonly rows: readonly Row[];
  readonly nextCursor: string;
}

/** A page of a list whose rows lie with several services. */
export interface MergedPage<Row> {
  readonly rows: (Row & { readonly service: string })[];
  readonly nextCursor: string;
  /** Services that did not answer: theirs are missing here and on the pages that follow. */
  readonly away: string[];
}

/** By service: where its list goes on, '' at its beginning, null where nothing more of it is to come. */
type Positions = Readonly<Record<string, string | null>>;

/**
 * WE-9: one page over several services, each of which pages by keyset in the same order. Each is asked for a whole page from
 * its own position, so the first rows of all are among those that came; the cursor holds how far each was taken.
 * @param compare the order of the lists
 * @throws DomainError of a service that refused, `platform.service.unavailable` where none answered
 */
export async function mergedPage<Row extends { readonly cursor: string }>(
  services: readonly string[],
  { cursor, limit }: { readonly cursor: string; readonly limit: number },
  ask: (service: string, cursor: string, limit: number) => Promise<PageOf<Row>>,
  compare: (a: Row, b: Row) => number,
): Promise<MergedPage<Row>> {
  const positions = positionsIn(cursor, services);
  const asked = services.filter((service) => positions[service] !== null);
  const answers = await Promise.all(
    asked.map(async (service) => {
      const page = await ask(service, positions[service] ?? '', limit).catch((error: unknown) => {
        if (error instanceof DomainError && error.kind === 'unavailable') return error;
        throw error;
      });
      return { service, page };
    }),
  );
  const failures = answers.flatMap(({ page }) => (page instanceof DomainError ? [page] : []));
  if (failures[0] !== undefined && failures.length === asked.length) throw failures[0];
  const rows = answers
    .flatMap(({ service, page }) => (page instanceof DomainError ? [] : page.rows.map((row) => ({ ...row, service }))))
    .sort(compare)
    .slice(0, limit);
  const after = Object.fromEntries(
    services.map((service): [string, string | null] => {
      const page = answers.find((one) => one.service === service)?.page;
      if (page === undefined || page instanceof DomainError) return [service, null];
      const taken = rows.filter((row) => row.service === service);
      const isOver = taken.length === page.rows.length && page.nextCursor === '';
      return [service, isOver ? null : (taken.at(-1)?.cursor ?? positions[service] ?? '')];
    }),
  );
  const isLast = Object.values(after).every((position) => position === null);
  const away = answers.filter(({ page }) => page instanceof DomainError).map(({ service }) => service);
  return { rows, nextCursor: isLast ? '' : Buffer.from(JSON.stringify(after)).toString('base64url'), away };
}

/** What is no cursor of ours is handed on as it is: the services refuse it by its name. */
function positionsIn(cursor: string, services: readonly string[]): Positions {
  const everywhere = (position: string) => Object.fromEntries(services.map((service) => [service, position]));
  if (cursor === '') return everywhere('');
  try {
    const read = JSON.parse(Buffer.from(cursor, 'base64url').toString('utf8')) as Positions;
    const fits = services.every((service) => read[service] === null || typeof read[service] === 'string');
    if (fits && Object.keys(read).length === services.length) return read;
  } catch {
    // Refused below.
  }
  return everywhere(cursor);
}
