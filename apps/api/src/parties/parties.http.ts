import {
  attachment,
  billingTerms,
  documentHeader,
  newParty,
  PARTY_KINDS,
  PARTY_SOURCES,
  pricingTerms,
} from '@navette/api-schema';
import { ListPartiesRequest, PartiesServiceService as Parties, Party } from '@navette/contracts/parties/v1/service';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import {
  anId,
  callerOfRequest,
  Describe,
  instants,
  listParameters,
  oneOf,
  Parsed,
  ParsedList,
  textBy,
  versionSeen,
  type ListGrammar,
} from '@navette/platform/http';
import { RpcClients } from '@navette/platform/service';
import { Body, Controller, Get, Param, Post, Put, Query, Req } from '@nestjs/common';
import type { Request } from 'express';
import { z } from 'zod';
import { candidatesOf, knownConsumers } from './known-consumers.js';

const createParty = newParty.extend({
  /** The likely duplicates were seen and are other people (PA-7). */
  acceptDuplicates: z.boolean().default(false),
});

export const party = newParty
  .extend({
    id: z.string(),
    version: z.string(),
    billingTerms,
    pricingTerms,
    ...attachment.shape,
    source: z.enum(PARTY_SOURCES).describe('How the station came by it'),
    pricingToSetUp: z.boolean().describe('A supplier without coefficients: its parts have no computed price'),
    suspended: z.boolean().describe('For non-payment: no new file or customer order'),
    suspensionReason: z.string().describe('Empty unless suspended'),
    mergedInto: z.string().describe('The party that took its place; empty unless it was merged'),
    erasedAt: z.string().describe('Empty unless it was erased'),
    mergedParties: z
      .array(z.object({ id: z.string(), name: z.string(), firstName: z.string(), mergedAt: z.string() }))
      .describe('Those whose place it took'),
  })
  .meta({ id: 'Party' });

const created = z.union([
  z.object({ created: party }),
  z.object({ duplicates: z.array(z.object({ party, reasons: z.array(z.string()) })) }),
]);

const merge = z.strictObject({
  mergedId: z.string().max(36),
  mergedVersion: z
    .string()
    .regex(/^\d{1,9}$/)
    .describe('Of the one that goes, as it was seen'),
  party: newParty.describe('The common data of the survivor from now on'),
});
const suspension = z.strictObject({ reason: z.string().max(500) });
const partyList: ListGrammar = {
  filters: {
    id: anId,
    kind: oneOf(...PARTY_KINDS),
    name: textBy('prefix'),
    email: textBy('eq'),
    source: oneOf(...PARTY_SOURCES),
    pricingToSetUp: oneOf('true', 'false'),
    customerFamilyId: anId,
    supplierFamilyId: anId,
    representativeId: anId,
    createdAt: instants,
    updatedAt: instants,
  },
  sorts: ['name', 'city', 'createdAt', 'updatedAt'],
  defaultSort: 'name',
};
const searchQuery = z.strictObject({
  q: z.string().max(1000).describe('Words of name, first name and city, phone in any format, e-mail, postcode'),
  kind: z.enum(PARTY_KINDS).optional(),
});
const somebody = z.strictObject({
  name: z.string().max(200),
  firstName: z.string().max(100).default(''),
  phone: z.string().max(40).default(''),
  email: z.string().max(254).default(''),
  postcode: z.string().max(20).default(''),
});
/** PA-19, of a party or of a document. */
export const headerShown = documentHeader.meta({ id: 'DocumentHeader' });
const partiesFound = z.object({ parties: z.array(party) });
const partyPage = z.object({ parties: z.array(party), nextCursor: z.string() });

@Controller('api/v1/parties')
export class PartiesHttp {
  constructor(private readonly clients: RpcClients) {}

  @Post()
  @Describe({
    id: 'createParty',
    summary: 'Create a party, or be shown its likely duplicates',
    needs: 'parties:party.create',
    idempotent: true,
    body: createParty,
    answer: created,
    status: 201,
  })
  async create(@Body(new Parsed(createParty)) body: z.infer<typeof createParty>, @Req() request: Request) {
    const { acceptDuplicates, ...given } = body;
    const { call } = callerOfRequest(request);
    const { result } = await this.#parties.createParty({ party: Party.fromPartial(given), acceptDuplicates }, call);
    return result?.$case === 'duplicates' ? { duplicates: result.value.duplicates } : { created: result?.value };
  }

  @Get()
  @Describe({
    id: 'listParties',
    summary: 'Parties by name',
    needs: 'parties:party.read',
    query: listParameters(partyList),
    answer: partyPage,
  })
  list(@Query(new ParsedList(partyList)) query: ListQuery, @Req() request: Request) {
    return this.#parties.listParties(ListPartiesRequest.fromPartial({ query }), callerOfRequest(request).call);
  }

  @Get('search')
  @Describe({
    id: 'searchParties',
    summary: 'The first 20 parties that have all the words, best first, typing errors forgiven',
    needs: 'parties:party.read',
    query: searchQuery,
    answer: partiesFound,
  })
  search(@Query(new Parsed(searchQuery)) { q, kind }: z.infer<typeof searchQuery>, @Req() request: Request) {
    return this.#parties.searchParties({ q, kind: kind ?? '' }, callerOfRequest(request).call);
  }

  @Get('known')
  @Describe({
    id: 'findKnownParties',
    summary: 'Known parties that somebody who was typed into a document may be, the most alike first, and why',
    needs: 'parties:party.read',
    query: somebody,
    answer: knownConsumers,
  })
  async known(@Query(new Parsed(somebody)) query: z.infer<typeof somebody>, @Req() request: Request) {
    const { name, firstName, phone, email, postcode } = query;
    const party = Party.fromPartial({ name, firstName, phones: [phone], emails: [email], mainAddress: { postcode } });
    return candidatesOf(await this.#parties.findKnownConsumers({ party }, callerOfRequest(request).call));
  }

  @Get(':id/document-header')
  @Describe({
    id: 'getDocumentHeader',
    summary: 'What a document for the party begins with',
    needs: 'parties:party.read',
    answer: headerShown,
  })
  header(@Param('id') partyId: string, @Req() request: Request) {
    return this.#parties.getDocumentHeader({ partyId }, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getParty', summary: 'One party', needs: 'parties:party.read', answer: party })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#parties.getParty({ id }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeParty',
    summary: 'Replace the common data of a party; its terms stay',
    needs: 'parties:party.change',
    idempotent: true,
    versioned: true,
    body: newParty,
    answer: party,
  })
  change(
    @Param('id') partyId: string,
    @Body(new Parsed(newParty)) body: z.infer<typeof newParty>,
    @Req() request: Request,
  ) {
    const changed = { partyId, expectedVersion: versionSeen(request), party: Party.fromPartial(body) };
    return this.#parties.changeParty(changed, callerOfRequest(request).call);
  }

  @Put(':id/billing-terms')
  @Describe({
    id: 'setBillingTerms',
    summary: 'Set how a party is billed and pays',
    needs: 'parties:party.terms',
    idempotent: true,
    versioned: true,
    body: billingTerms,
    answer: party,
  })
  setBillingTerms(
    @Param('id') partyId: string,
    @Body(new Parsed(billingTerms)) terms: z.infer<typeof billingTerms>,
    @Req() request: Request,
  ) {
    const set = { partyId, expectedVersion: versionSeen(request), terms };
    return this.#parties.setBillingTerms(set, callerOfRequest(request).call);
  }

  @Put(':id/pricing-terms')
  @Describe({
    id: 'setPricingTerms',
    summary: "Set a supplier's coefficients and conditions",
    needs: 'parties:party.terms',
    idempotent: true,
    versioned: true,
    body: pricingTerms,
    answer: party,
  })
  setPricingTerms(
    @Param('id') partyId: string,
    @Body(new Parsed(pricingTerms)) terms: z.infer<typeof pricingTerms>,
    @Req() request: Request,
  ) {
    const set = { partyId, expectedVersion: versionSeen(request), terms };
    return this.#parties.setPricingTerms(set, callerOfRequest(request).call);
  }

  @Put(':id/families')
  @Describe({
    id: 'attachParty',
    summary: 'Put a party into families; what its terms inherit follows',
    needs: 'parties:party.attach',
    idempotent: true,
    versioned: true,
    body: attachment,
    answer: party,
  })
  attach(
    @Param('id') partyId: string,
    @Body(new Parsed(attachment)) body: z.infer<typeof attachment>,
    @Req() request: Request,
  ) {
    const attached = { partyId, expectedVersion: versionSeen(request), ...body };
    return this.#parties.attachParty(attached, callerOfRequest(request).call);
  }

  @Post(':id/merge')
  @Describe({
    id: 'mergeConsumers',
    summary: 'Merge another consumer into this one, which takes all it has; final',
    needs: 'parties:party.merge',
    idempotent: true,
    versioned: true,
    body: merge,
    answer: party,
  })
  merge(
    @Param('id') survivorId: string,
    @Body(new Parsed(merge)) { party, ...merged }: z.infer<typeof merge>,
    @Req() request: Request,
  ) {
    const wanted = { survivorId, survivorVersion: versionSeen(request), party: Party.fromPartial(party), ...merged };
    return this.#parties.mergeConsumers(wanted, callerOfRequest(request).call);
  }

  @Post(':id/suspend')
  @Describe({
    id: 'suspendParty',
    summary: 'Suspend a party for non-payment: no new file or customer order',
    needs: 'parties:party.suspend',
    idempotent: true,
    body: suspension,
    answer: party,
  })
  suspend(
    @Param('id') partyId: string,
    @Body(new Parsed(suspension)) { reason }: z.infer<typeof suspension>,
    @Req() request: Request,
  ) {
    return this.#parties.suspendParty({ partyId, reason }, callerOfRequest(request).call);
  }

  @Post(':id/resume')
  @Describe({
    id: 'resumeParty',
    summary: 'End the suspension of a party',
    needs: 'parties:party.resume',
    idempotent: true,
    answer: party,
  })
  resume(@Param('id') partyId: string, @Req() request: Request) {
    return this.#parties.resumeParty({ partyId }, callerOfRequest(request).call);
  }

  get #parties() {
    return this.clients.get(Parties);
  }
}
