import { checkPartyImport, choosePartyImportLines, commitPartyImport } from '@navette/api-schema';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  CheckPartyImportRequest,
  ListPartyImportLinesRequest,
  ListPartyImportsRequest,
  PartiesServiceService as Parties,
  type PartyImport,
  type PartyImportProblem,
} from '@navette/contracts/parties/v1/service';
import { defineErrors } from '@navette/kernel';
import { message } from '@navette/messages';
import {
  callerOfRequest,
  Describe,
  listParameters,
  localeOf,
  oneOf,
  Parsed,
  ParsedList,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { mediaTypeOf, readBody, TABLE_TYPES } from '../upload.js';

const importErrors = defineErrors('parties', {
  'import.format-not-accepted': { kind: 'invalid', params: ['accepted'] },
});

const STATES = [
  'reading', 'refused', 'mapping', 'checking', 'checked', 'committing', 'committed', 'undoing', 'undone', 'closed',
] as const; // prettier-ignore
const LINE_STATES = ['read', 'bad', 'good', 'chosen', 'committed', 'refused', 'undoing', 'undone', 'kept'] as const;
const TYPES = Object.keys(TABLE_TYPES);
const needs = 'parties:party.import';

const problem = z.object({
  line: z.number().describe('In the file, from 1; 0 for the whole'),
  column: z.string().describe('Name of the column; empty where it is about the line'),
  code: z.string(),
  params: z.record(z.string(), z.string()),
  value: z.string().describe('What stands in that column'),
  title: z.string().describe('The rule, in the language of the caller'),
});
const partyImport = z
  .object({
    id: z.string(),
    version: z.string(),
    fileName: z.string(),
    state: z.enum(STATES).describe('mapping, checked and committed wait for a person; those in -ing else go on'),
    done: z.number().describe('Lines that the work in hand has done'),
    total: z.number(),
    header: z.array(z.string()),
    columns: z.array(z.object({ column: z.number(), field: z.string() })),
    defaultKind: z.string(),
    problem: problem.optional().describe('Why the file can’t be read'),
    counts: z
      .object({
        lines: z.number(),
        bad: z.number(),
        new: z.number(),
        update: z.number(),
        skip: z.number(),
        undecided: z.number(),
        committed: z.number(),
        refused: z.number(),
        undone: z.number(),
        kept: z.number(),
      })
      .optional()
      .describe('Not in lists'),
    rules: z
      .array(z.object({ code: z.string(), lines: z.number() }))
      .describe('Why lines are bad, refused or kept, the commonest first; not in lists'),
    createdAt: z.string(),
    acceptedFields: z.array(z.string()),
  })
  .meta({ id: 'PartyImport' });
const importPage = z.object({ imports: z.array(partyImport), nextCursor: z.string() });
const importLine = z
  .object({
    line: z.number(),
    state: z.enum(LINE_STATES),
    cells: z.array(z.string()).describe('Empty once committed'),
    problems: z.array(problem),
    duplicates: z.array(
      z.object({
        partyId: z.string().describe('Empty where it is an earlier line'),
        name: z.string(),
        firstName: z.string(),
        line: z.number(),
        reasons: z.array(z.string()),
      }),
    ),
    choice: z.string(),
    partyId: z.string(),
  })
  .meta({ id: 'PartyImportLine' });
const linePage = z.object({ lines: z.array(importLine), nextCursor: z.string() });
const importList: ListGrammar = {
  filters: { state: oneOf(...STATES) },
  sorts: ['createdAt'],
  defaultSort: '-createdAt',
};
const lineList: ListGrammar = {
  filters: {
    state: oneOf(...LINE_STATES),
    choice: { operators: ['eq'], value: z.enum(['new', 'skip', 'update', 'undecided']) },
    rule: { operators: ['eq'], value: z.string().regex(/^parties(\.[a-z-]+){2}$/) },
    line: { operators: ['eq', 'in', 'gte', 'lt'], value: z.string().regex(/^\d{1,7}$/) },
  },
  sorts: ['line'],
  defaultSort: 'line',
};
const fileQuery = z.strictObject({ fileName: z.string().min(1).max(200).describe('Ends in .csv or .xlsx') });

/** PA-15: parties from a file, step by step; what goes on by itself is told on the live stream. */
@Controller('api/v1/party-imports')
export class PartyImportsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post()
  @Describe({
    id: 'importParties',
    summary: 'Take in a file of parties (CSV or XLSX, at most 10 MB and 100 000 lines)',
    needs,
    idempotent: true,
    query: fileQuery,
    body: TYPES,
    answer: partyImport,
    status: 201,
  })
  async take(@Query(new Parsed(fileQuery)) { fileName }: z.infer<typeof fileQuery>, @Req() request: Request) {
    const { call } = callerOfRequest(request);
    if (TABLE_TYPES[mediaTypeOf(request)] === undefined) {
      throw importErrors.error('import.format-not-accepted', { accepted: TYPES });
    }
    return told(await this.#parties.importParties({ fileName, content: await readBody(request) }, call), request);
  }

  @Get()
  @Describe({ id: 'listPartyImports', summary: 'Imports of parties, the latest first', needs, query: listParameters(importList), answer: importPage }) // prettier-ignore
  async list(@Query(new ParsedList(importList)) query: ListQuery, @Req() request: Request) {
    const wanted = ListPartyImportsRequest.fromPartial({ query });
    const page = await this.#parties.listPartyImports(wanted, callerOfRequest(request).call);
    return { ...page, imports: page.imports.map((one) => told(one, request)) };
  }

  @Get(':id')
  @Describe({ id: 'getPartyImport', summary: 'Where an import of parties stands', needs, answer: partyImport })
  async get(@Param('id') importId: string, @Req() request: Request) {
    return told(await this.#parties.getPartyImport({ importId }, callerOfRequest(request).call), request);
  }

  @Get(':id/lines')
  @Describe({ id: 'listPartyImportLines', summary: 'Lines of an import, and what became of each', needs, query: listParameters(lineList), answer: linePage }) // prettier-ignore
  async lines(
    @Param('id') importId: string,
    @Query(new ParsedList(lineList)) query: ListQuery,
    @Req() request: Request,
  ) {
    const wanted = ListPartyImportLinesRequest.fromPartial({ importId, query });
    const page = await this.#parties.listPartyImportLines(wanted, callerOfRequest(request).call);
    const lines = page.lines.map((line) => ({ ...line, problems: line.problems.map((one) => titled(one, request)) }));
    return { ...page, lines };
  }

  @Post(':id/check')
  @Describe({ id: 'checkPartyImport', summary: 'Start the dry run with these columns', needs, idempotent: true, versioned: true, body: checkPartyImport, answer: partyImport }) // prettier-ignore
  async check(
    @Param('id') importId: string,
    @Body(new Parsed(checkPartyImport)) body: z.infer<typeof checkPartyImport>,
    @Req() request: Request,
  ) {
    const wanted = CheckPartyImportRequest.fromPartial({ importId, expectedVersion: versionSeen(request), ...body });
    return told(await this.#parties.checkPartyImport(wanted, callerOfRequest(request).call), request);
  }

  @Post(':id/choices')
  @Describe({ id: 'choosePartyImportLines', summary: 'Say what becomes of lines; of all that are undecided where none is named', needs, idempotent: true, versioned: true, body: choosePartyImportLines, answer: partyImport }) // prettier-ignore
  async choose(
    @Param('id') importId: string,
    @Body(new Parsed(choosePartyImportLines)) body: z.infer<typeof choosePartyImportLines>,
    @Req() request: Request,
  ) {
    const wanted = { importId, expectedVersion: versionSeen(request), ...body };
    return told(await this.#parties.choosePartyImportLines(wanted, callerOfRequest(request).call), request);
  }

  @Post(':id/commit')
  @Describe({ id: 'commitPartyImport', summary: 'Start to keep the parties of all lines, or of those named', needs, idempotent: true, versioned: true, body: commitPartyImport, answer: partyImport }) // prettier-ignore
  async commit(
    @Param('id') importId: string,
    @Body(new Parsed(commitPartyImport)) { lines }: z.infer<typeof commitPartyImport>,
    @Req() request: Request,
  ) {
    const wanted = { importId, expectedVersion: versionSeen(request), lines };
    return told(await this.#parties.commitPartyImport(wanted, callerOfRequest(request).call), request);
  }

  @Post(':id/undo')
  @Describe({ id: 'undoPartyImport', summary: 'Start to take back what an import made, but for what was used or changed since', needs, idempotent: true, versioned: true, answer: partyImport }) // prettier-ignore
  async undo(@Param('id') importId: string, @Req() request: Request) {
    const wanted = { importId, expectedVersion: versionSeen(request) };
    return told(await this.#parties.undoPartyImport(wanted, callerOfRequest(request).call), request);
  }

  get #parties() {
    return this.clients.get(Parties);
  }
}

/** An import, why its file can't be read said in the caller's language. */
function told({ problem: of, ...one }: PartyImport, request: Request) {
  return { ...one, ...(of !== undefined && { problem: titled(of, request) }) };
}

function titled(one: PartyImportProblem, request: Request) {
  return { ...one, title: message(localeOf(request), one.code, one.params) };
}
