import { answered } from '@navette/api-client';
import { product as schema } from '@navette/api-schema';
import { RotateCcw, Save } from 'lucide-react';
import { useMemo } from 'react';
import { useApi, useMay } from '../../shared/api/session.js';
import { useText } from '../../shared/i18n/use-text.js';
import { RecordForm, useRecordForm } from '../../shared/kit/record/record-form.js';
import { RecordLoader } from '../../shared/kit/record/record-loader.js';
import { RecordPage } from '../../shared/kit/record/record-page.js';
import { Timeline } from '../../shared/kit/record/timeline.js';
import { useRecord, type Held } from '../../shared/kit/record/use-record.js';
import { ProductFields, valuesOf, type ProductValues } from './product-fields.js';
import { yearsOf, type Product } from './products.list.js';

/** ST-1: one model of appliance. */
export default function ProductPage({ params }: { readonly params: Readonly<Record<string, string>> }) {
  const api = useApi();
  const id = params['id'] ?? '';
  const definition = useMemo(
    () => ({
      kind: 'product',
      id,
      read: () => answered(api.GET('/api/v1/products/{id}', { params: { path: { id } } })),
    }),
    [api, id],
  );
  const query = useRecord<Product>(definition);
  return <RecordLoader query={query}>{(held) => <Model key={id} definition={definition} held={held} />}</RecordLoader>;
}

interface ModelProps {
  readonly definition: Parameters<typeof useRecord<Product>>[0];
  readonly held: Held<Product>;
}

function Model({ definition, held }: ModelProps) {
  const t = useText();
  const api = useApi();
  const may = useMay();
  const product = held.data;
  const edit = useRecordForm<Product, ProductValues>(definition, held, {
    schema,
    valuesOf,
    draft: `draft.product.${product.id}`,
    write: (body, etag) =>
      answered(
        api.PUT('/api/v1/products/{id}', {
          params: { path: { id: product.id }, header: { 'If-Match': etag, 'Idempotency-Key': crypto.randomUUID() } },
          body,
        }),
      ),
  });
  const untouched = edit.isDirty ? undefined : t('products.nothing-to-save');
  return (
    <RecordPage
      title={`${product.brandLabel} ${product.commercialReference}`}
      chip={product.active ? undefined : { tone: 'draft', text: t('products.active.false') }}
      facts={[product.typeLabel, product.technicalReference, yearsOf(product)].filter((fact) => fact !== '')}
      unsaved={edit.isDirty}
      actions={[
        { id: 'product.discard', title: t('form.discard'), icon: RotateCcw, notNow: untouched, run: edit.discard },
        {
          id: 'product.save',
          title: t('form.save'),
          icon: Save,
          keys: 'mod+s',
          primary: true,
          notNow: may('stock:product.change')
            ? edit.isSaving
              ? t('products.saving')
              : untouched
            : t('products.may-not-change'),
          run: edit.save,
        },
      ]}
      side={<Timeline service="stock" entityType="product" id={product.id} version={product.version} />}
    >
      <RecordForm
        edit={edit}
        differences={(mine, theirs) =>
          Object.entries(TITLES)
            .map(([name, title]) => ({ label: t(title), ...both(name as keyof typeof TITLES, mine, theirs) }))
            .filter((one) => one.mine !== one.theirs)
        }
      >
        <ProductFields product={product} />
      </RecordForm>
    </RecordPage>
  );
}

const both = (name: keyof typeof TITLES, mine: ProductValues, theirs: ProductValues) => ({
  mine: String(mine[name]),
  theirs: String(theirs[name]),
});

const TITLES = {
  commercialReference: 'products.commercial-reference',
  technicalReference: 'products.technical-reference',
  brandId: 'products.brand',
  typeId: 'products.type',
  designation: 'products.designation',
  gtin: 'products.gtin',
  firstYear: 'products.first-year',
  lastYear: 'products.last-year',
  comment: 'products.comment',
  active: 'products.offered',
} as const satisfies Record<keyof ProductValues, string>;
