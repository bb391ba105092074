import { product as given } from '@navette/api-schema';
import type { ListQuery } from '@navette/contracts/common/v1/common';
import { ListProductsRequest, Product } from '@navette/contracts/stock/v1/products';
import { StockServiceService as Stock } from '@navette/contracts/stock/v1/service';
import {
  anId,
  callerOfRequest,
  Describe,
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

const product = given
  .extend({ id: z.string(), version: z.string(), brandLabel: z.string(), typeLabel: z.string() })
  .meta({ id: 'CatalogueProduct' });
const productPage = z.object({ products: z.array(product), nextCursor: z.string() });
const productList: ListGrammar = {
  filters: {
    id: anId,
    reference: textBy('prefix'),
    gtin: textBy('eq'),
    brandId: anId,
    typeId: anId,
    active: { ...oneOf('true', 'false'), operators: ['eq'] },
  },
  sorts: ['commercialReference'],
  defaultSort: 'commercialReference',
};

/** ST-1: models of appliances. */
@Controller('api/v1/products')
export class ProductsHttp {
  constructor(private readonly clients: RpcClients) {}

  @Get()
  @Describe({
    id: 'listProducts',
    summary: 'Models of appliances by commercial reference; `reference` is the beginning of either, however written',
    needs: 'stock:product.read',
    query: listParameters(productList),
    answer: productPage,
  })
  list(@Query(new ParsedList(productList)) query: ListQuery, @Req() request: Request) {
    return this.#stock.listProducts(ListProductsRequest.fromPartial({ query }), callerOfRequest(request).call);
  }

  @Post()
  @Describe({
    id: 'createProduct',
    summary: 'Add a model of appliance',
    needs: 'stock:product.create',
    idempotent: true,
    body: given,
    answer: product,
    status: 201,
  })
  create(@Body(new Parsed(given)) body: z.infer<typeof given>, @Req() request: Request) {
    return this.#stock.createProduct({ product: Product.fromPartial(body) }, callerOfRequest(request).call);
  }

  @Get(':id')
  @Describe({ id: 'getProduct', summary: 'A model of appliance', needs: 'stock:product.read', answer: product })
  get(@Param('id') id: string, @Req() request: Request) {
    return this.#stock.getProduct({ id }, callerOfRequest(request).call);
  }

  @Put(':id')
  @Describe({
    id: 'changeProduct',
    summary: 'Replace all that is said of a model',
    needs: 'stock:product.change',
    idempotent: true,
    versioned: true,
    body: given,
    answer: product,
  })
  change(
    @Param('id') productId: string,
    @Body(new Parsed(given)) body: z.infer<typeof given>,
    @Req() request: Request,
  ) {
    const changed = { productId, expectedVersion: versionSeen(request), product: Product.fromPartial(body) };
    return this.#stock.changeProduct(changed, callerOfRequest(request).call);
  }

  get #stock() {
    return this.clients.get(Stock);
  }
}
