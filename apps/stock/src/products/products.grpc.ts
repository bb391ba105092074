import {
  Product,
  type ChangeProductRequest,
  type CreateProductRequest,
  type GetProductRequest,
  type ListProductsRequest,
  type ListProductsResponse,
} from '@navette/contracts/stock/v1/products';
import { StockServiceService as Service } from '@navette/contracts/stock/v1/service';
import { Rpc, scopeOfCall, type RpcMetadata } from '@navette/platform/rpc';
import { Controller } from '@nestjs/common';
import { ReadProducts } from './read-products.js';
import { WriteProduct } from './write-product.js';

@Controller()
export class ProductsGrpc {
  constructor(
    private readonly read: ReadProducts,
    private readonly write: WriteProduct,
  ) {}

  @Rpc(Service.listProducts, 'stock:product.read')
  listProducts({ query }: ListProductsRequest, call: RpcMetadata): Promise<ListProductsResponse> {
    return this.read.page(scopeOfCall(call), query);
  }

  @Rpc(Service.getProduct, 'stock:product.read')
  getProduct({ id }: GetProductRequest, call: RpcMetadata): Promise<Product> {
    return this.read.one(scopeOfCall(call), id);
  }

  @Rpc(Service.createProduct, 'stock:product.create')
  createProduct({ product }: CreateProductRequest, call: RpcMetadata): Promise<Product> {
    return this.write.create(scopeOfCall(call), product ?? Product.create());
  }

  @Rpc(Service.changeProduct, 'stock:product.change')
  changeProduct({ productId, expectedVersion, product }: ChangeProductRequest, call: RpcMetadata): Promise<Product> {
    return this.write.change(scopeOfCall(call), productId, Number(expectedVersion), product ?? Product.create());
  }
}
