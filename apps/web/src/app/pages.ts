import type { LucideIcon } from 'lucide-react';
import { parse } from 'regexparam';
import { Activity, House, Package, ReceiptText, Settings, UsersRound, Wrench } from 'lucide-react';
import { lazy, type ComponentType, type LazyExoticComponent } from 'react';

/** What a page is given by its path: `/parties/:id` → `{ id }`. */
export interface PageProps {
  readonly params: Readonly<Record<string, string>>;
}

type LazyPage = LazyExoticComponent<ComponentType<PageProps>>;

/** @param title key of its text, until the page knows a better one */
const page = (path: string, title: string, Page: LazyPage) => ({ ...parse(path), title, Page });

/** Of the most particular first, where two could match. */
const PAGES = [
  page(
    '/',
    'home.title',
    lazy(() => import('../features/home/home.page.js')),
  ),
  page(
    '/parties/kind/:kind',
    'app.rail.parties',
    lazy(() => import('../features/parties/parties.page.js')),
  ),
  page(
    '/parties/new',
    'parties.new',
    lazy(() => import('../features/parties/new-party.page.js')),
  ),
  page(
    '/families/role/:role',
    'families.list.customer',
    lazy(() => import('../features/parties/families/families.page.js')),
  ),
  page(
    '/families/:id',
    'families.identity',
    lazy(() => import('../features/parties/families/family.page.js')),
  ),
  page(
    '/representatives',
    'representatives.list',
    lazy(() => import('../features/parties/representatives/representatives.page.js')),
  ),
  page(
    '/representatives/:id',
    'representatives.list',
    lazy(() => import('../features/parties/representatives/representative.page.js')),
  ),
  page(
    '/commission-scales',
    'commission-scales.list',
    lazy(() => import('../features/parties/representatives/commission-scales.page.js')),
  ),
  page(
    '/commission-scales/:id',
    'commission-scales.identity',
    lazy(() => import('../features/parties/representatives/commission-scale.page.js')),
  ),
  page(
    '/parties/:id/merge/:other',
    'parties.merge.title',
    lazy(() => import('../features/parties/merge/merge.page.js')),
  ),
  page(
    '/parties/:id',
    'app.rail.parties',
    lazy(() => import('../features/parties/party.page.js')),
  ),
  page(
    '/manufacturers',
    'manufacturers.title',
    lazy(() => import('../features/manufacturers/manufacturers.page.js')),
  ),
  page(
    '/manufacturers/new',
    'manufacturers.new',
    lazy(() => import('../features/manufacturers/new-manufacturer.page.js')),
  ),
  page(
    '/manufacturers/:id',
    'manufacturers.title',
    lazy(() => import('../features/manufacturers/manufacturer.page.js')),
  ),
  page(
    '/party-imports',
    'party-imports.list',
    lazy(() => import('../features/party-imports/party-imports.page.js')),
  ),
  page(
    '/party-imports/new',
    'party-imports.new',
    lazy(() => import('../features/party-imports/new-party-import.page.js')),
  ),
  page(
    '/party-imports/:id',
    'party-imports.list',
    lazy(() => import('../features/party-imports/party-import.page.js')),
  ),
  page(
    '/files',
    'files.list',
    lazy(() => import('../features/files/files.page.js')),
  ),
  page(
    '/files/:id',
    'files.list',
    lazy(() => import('../features/files/file.page.js')),
  ),
  page(
    '/receipts',
    'receipts.list',
    lazy(() => import('../features/receipts/receipts.page.js')),
  ),
  page(
    '/receipts/:id',
    'receipts.list',
    lazy(() => import('../features/receipts/receipt.page.js')),
  ),
  page(
    '/stock-values',
    'stock-values.list',
    lazy(() => import('../features/stock-values/stock-values.page.js')),
  ),
  page(
    '/stock-movements',
    'stock-movements.list',
    lazy(() => import('../features/stock-movements/stock-movements.page.js')),
  ),
  page(
    '/inventories/:id?',
    'inventories.list',
    lazy(() => import('../features/inventories/inventories.page.js')),
  ),
  page(
    '/internal-transfer',
    'transfer.title',
    lazy(() => import('../features/internal-transfer/internal-transfer.page.js')),
  ),
  page(
    '/stock-notes/:id?',
    'stock-notes.list',
    lazy(() => import('../features/stock-notes/stock-notes.page.js')),
  ),
  page(
    '/mission-orders/:id?',
    'missions.list',
    lazy(() => import('../features/mission-orders/mission-orders.page.js')),
  ),
  page(
    '/supplier-orders/:id?',
    'orders.list',
    lazy(() => import('../features/supplier-orders/supplier-orders.page.js')),
  ),
  page(
    '/deliveries',
    'preparation.deliveries',
    lazy(() => import('../features/preparation/deliveries.page.js')),
  ),
  page(
    '/totes',
    'totes.title',
    lazy(() => import('../features/totes/totes.page.js')),
  ),
  page(
    '/supplier-returns/:id?',
    'returns.list',
    lazy(() => import('../features/supplier-returns/supplier-returns.page.js')),
  ),
  page(
    '/transfers/:id?',
    'transfers.list',
    lazy(() => import('../features/transfers/transfers.page.js')),
  ),
  page(
    '/invoices',
    'documents.list',
    lazy(() => import('../features/documents/documents.page.js')),
  ),
  page(
    '/invoices/:id',
    'documents.list',
    lazy(() => import('../features/documents/document.page.js')),
  ),
  page(
    '/draft-invoices',
    'documents.drafts',
    lazy(() => import('../features/documents/drafts.page.js')),
  ),
  page(
    '/draft-invoices/:id',
    'documents.drafts',
    lazy(() => import('../features/documents/draft.page.js')),
  ),
  page(
    '/customer-orders',
    'sales.list',
    lazy(() => import('../features/customer-orders/customer-orders.page.js')),
  ),
  page(
    '/customer-orders/new',
    'sales.new',
    lazy(() => import('../features/customer-orders/new-customer-order.page.js')),
  ),
  page(
    '/customer-orders/:id',
    'sales.list',
    lazy(() => import('../features/customer-orders/customer-order.page.js')),
  ),
  page(
    '/replenishment',
    'plan.title',
    lazy(() => import('../features/replenishment/replenishment.page.js')),
  ),
  page(
    '/price-lists',
    'price-lists.list',
    lazy(() => import('../features/parts/price-lists/price-lists.page.js')),
  ),
  page(
    '/price-lists/new',
    'price-lists.new',
    lazy(() => import('../features/parts/price-lists/new-price-list.page.js')),
  ),
  page(
    '/price-lists/:id',
    'price-lists.list',
    lazy(() => import('../features/parts/price-lists/price-list.page.js')),
  ),
  page(
    '/parts/kind/:kind',
    'parts.list.part',
    lazy(() => import('../features/parts/parts.page.js')),
  ),
  page(
    '/parts/new/:kind',
    'parts.new.part',
    lazy(() => import('../features/parts/new-part.page.js')),
  ),
  page(
    '/products',
    'products.list',
    lazy(() => import('../features/products/products.page.js')),
  ),
  page(
    '/products/new',
    'products.new',
    lazy(() => import('../features/products/new-product.page.js')),
  ),
  page(
    '/products/:id',
    'products.list',
    lazy(() => import('../features/products/product.page.js')),
  ),
  page(
    '/catalogue/:kind',
    'catalogue.title',
    lazy(() => import('../features/catalogue/entries.page.js')),
  ),
  page(
    '/catalogue-entries/:id',
    'catalogue.title',
    lazy(() => import('../features/catalogue/entry.page.js')),
  ),
  page(
    '/parts/:id',
    'parts.title',
    lazy(() => import('../features/parts/part.page.js')),
  ),
  page(
    '/operations/sagas',
    'operations.sagas',
    lazy(() => import('../features/operations/sagas.page.js')),
  ),
  page(
    '/operations/sagas/:service/:id',
    'operations.sagas',
    lazy(() => import('../features/operations/saga.page.js')),
  ),
  page(
    '/operations/dead-letters',
    'operations.letters',
    lazy(() => import('../features/operations/dead-letters.page.js')),
  ),
  page(
    '/operations/dead-letters/:service/:id',
    'operations.letters',
    lazy(() => import('../features/operations/dead-letter.page.js')),
  ),
  page(
    '/preferences',
    'preferences.title',
    lazy(() => import('../features/preferences/preferences.page.js')),
  ),
  page(
    '/users',
    'users.title',
    lazy(() => import('../features/users/users.page.js')),
  ),
  page(
    '/users/new',
    'users.new',
    lazy(() => import('../features/users/new-user.page.js')),
  ),
  page(
    '/users/:id',
    'users.title',
    lazy(() => import('../features/users/user.page.js')),
  ),
  page(
    '/rights',
    'users.rights',
    lazy(() => import('../features/users/rights.page.js')),
  ),
  page(
    '/station',
    'station.title',
    lazy(() => import('../features/station/station.page.js')),
  ),
  page(
    '/stock-settings',
    'stock-settings.title',
    lazy(() => import('../features/stock-settings/stock-settings.page.js')),
  ),
  page(
    '/sign-in-provider',
    'sign-in-provider.title',
    lazy(() => import('../features/sign-in-provider/sign-in-provider.page.js')),
  ),
  page(
    '/machine-clients',
    'machine-clients.title',
    lazy(() => import('../features/machine-clients/machine-clients.page.js')),
  ),
  page(
    '/machine-clients/:id',
    'machine-clients.title',
    lazy(() => import('../features/machine-clients/machine-client.page.js')),
  ),
  page(
    '/audit',
    'audit.title',
    lazy(() => import('../features/audit/audit.page.js')),
  ),
  page(
    '/account',
    'account.title',
    lazy(() => import('../features/account/account.page.js')),
  ),
  page(
    '/kit',
    'kit.title',
    lazy(() => import('../features/kit/kit.page.js')),
  ),
  page(
    '/kit/list',
    'kit.list',
    lazy(() => import('../features/kit/kit-list.page.js')),
  ),
];

/** The page of a path, with what the path names; none where there is no such page. */
export function pageAt(path: string): { Page: LazyPage; title: string; params: Record<string, string> } | undefined {
  for (const { keys, pattern, title, Page } of PAGES) {
    const values = pattern.exec(path);
    if (values === null) continue;
    return {
      Page,
      title,
      params: Object.fromEntries(keys.map((key, index) => [key, decodeURIComponent(values[index + 1] ?? '')])),
    };
  }
  return undefined;
}

interface Place {
  readonly href: string;
  /** Key of its text. */
  readonly title: string;
  /** The right without which it is not shown. */
  readonly needs?: string;
}

interface Category {
  readonly title: string;
  readonly icon: LucideIcon;
  readonly places: readonly Place[];
}

/** The rail (WE-2): what is not built yet is not on it. */
export const RAIL: readonly Category[] = [
  { title: 'app.rail.home', icon: House, places: [{ href: '/', title: 'app.rail.home' }] },
  {
    title: 'app.rail.repair',
    icon: Wrench,
    places: [
      { href: '/mission-orders', title: 'missions.list', needs: 'interventions:mission-order.read' },
      { href: '/files', title: 'files.list', needs: 'interventions:file.read' },
    ],
  },
  {
    title: 'app.rail.logistics',
    icon: Package,
    places: [
      { href: '/parts/kind/part', title: 'parts.list.part', needs: 'stock:part.read' },
      { href: '/parts/kind/special_item', title: 'parts.list.special_item', needs: 'stock:part.read' },
      { href: '/products', title: 'products.list', needs: 'stock:product.read' },
      { href: '/catalogue/part_family', title: 'catalogue.title', needs: 'stock:catalogue-entry.read' },
      { href: '/price-lists', title: 'price-lists.list', needs: 'stock:price-list.read' },
      { href: '/replenishment', title: 'plan.title', needs: 'stock:replenishment-plan.read' },
      { href: '/supplier-orders', title: 'orders.list', needs: 'stock:supplier-order.read' },
      { href: '/receipts', title: 'receipts.list', needs: 'stock:receipt.read' },
      { href: '/supplier-returns', title: 'returns.list', needs: 'stock:supplier-return.read' },
      { href: '/deliveries', title: 'preparation.deliveries', needs: 'stock:preparation.read' },
      { href: '/totes', title: 'totes.title', needs: 'stock:preparation.read' },
      { href: '/transfers', title: 'transfers.list', needs: 'stock:station-transfer.read' },
      { href: '/internal-transfer', title: 'transfer.title', needs: 'stock:stock-level.move' },
      { href: '/stock-notes', title: 'stock-notes.list', needs: 'stock:stock-note.read' },
      { href: '/inventories', title: 'inventories.list', needs: 'stock:inventory.read' },
      { href: '/stock-movements', title: 'stock-movements.list', needs: 'stock:stock-level.read' },
      { href: '/stock-values', title: 'stock-values.list', needs: 'stock:stock-value.read' },
    ],
  },
  {
    title: 'app.rail.billing',
    icon: ReceiptText,
    places: [
      { href: '/customer-orders', title: 'sales.list', needs: 'billing:customer-order.read' },
      { href: '/invoices', title: 'documents.list', needs: 'billing:document.read' },
      { href: '/draft-invoices', title: 'documents.drafts', needs: 'billing:draft-invoice.read' },
    ],
  },
  {
    title: 'app.rail.parties',
    icon: UsersRound,
    places: [
      ...(['consumer', 'reseller', 'supplier', 'manufacturer', 'other'] as const).map((kind) => ({
        href: `/parties/kind/${kind}`,
        title: `parties.list.${kind}`,
        needs: 'parties:party.read',
      })),
      { href: '/representatives', title: 'representatives.list', needs: 'parties:representative.read' },
      { href: '/commission-scales', title: 'commission-scales.list', needs: 'parties:commission-scale.read' },
      ...(['customer', 'supplier', 'representative'] as const).map((role) => ({
        href: `/families/role/${role}`,
        title: `families.list.${role}`,
        needs: 'parties:family.read',
      })),
      { href: '/party-imports', title: 'party-imports.list', needs: 'parties:party.import' },
    ],
  },
  {
    title: 'app.rail.operations',
    icon: Activity,
    places: [
      { href: '/operations/sagas', title: 'operations.sagas', needs: 'operations:saga.read' },
      { href: '/operations/dead-letters', title: 'operations.letters', needs: 'operations:dead-letter.read' },
    ],
  },
  {
    title: 'app.rail.settings',
    icon: Settings,
    places: [
      { href: '/station', title: 'station.title', needs: 'identity:station.read' },
      { href: '/users', title: 'users.title', needs: 'identity:user.read' },
      { href: '/rights', title: 'users.rights', needs: 'identity:user.read' },
      { href: '/stock-settings', title: 'stock-settings.title', needs: 'stock:settings.read' },
      { href: '/sign-in-provider', title: 'sign-in-provider.title', needs: 'identity:sign-in-provider.read' },
      { href: '/manufacturers', title: 'manufacturers.title', needs: 'parties:manufacturer.read' },
      { href: '/machine-clients', title: 'machine-clients.title', needs: 'identity:machine-client.read' },
      { href: '/audit', title: 'audit.title', needs: 'operations:audit.read' },
      { href: '/account', title: 'account.title' },
      { href: '/preferences', title: 'app.rail.preferences' },
    ],
  },
];
