import { lastName } from './_ast.mjs';

const INJECTED = new Set(['InjectRepository', 'InjectDataSource', 'InjectEntityManager']);
const DATA_SOURCE = /^(ds|.*data_?source)$/i;
const CONNECTING = new Set(['query', 'transaction', 'getRepository', 'manager', 'createEntityManager']);

/** A connection had any other way carries no station: row-level security then shows nothing, or a pooled leftover. */
export const databaseDoor = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { door: '{{what}} goes past the tenant door: use tenantTx, tenantRead, networkRead or engineTx' },
  },
  create(context) {
    const report = (node, what) => context.report({ node, messageId: 'door', data: { what } });
    return {
      ImportSpecifier(node) {
        if (INJECTED.has(node.imported.name)) report(node, node.imported.name);
      },
      'Decorator > CallExpression > Identifier.callee'(node) {
        if (INJECTED.has(node.name)) report(node, `@${node.name}`);
      },
      NewExpression(node) {
        if (lastName(node.callee) === 'DataSource') report(node, 'new DataSource');
      },
      MemberExpression(node) {
        const name = lastName(node);
        const owner = lastName(node.object) ?? '';
        if (name === 'createQueryRunner') report(node.property, name);
        else if (CONNECTING.has(name) && DATA_SOURCE.test(owner)) report(node.property, `${owner}.${name}`);
      },
    };
  },
};
