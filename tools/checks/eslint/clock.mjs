import { lastName } from './_ast.mjs';

/** Tests move time; code that asks the machine stays where it is. */
export const clock = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { machine: '{{what}} reads the machine: take the instant from Clock' },
  },
  create(context) {
    const report = (node, what) => context.report({ node, messageId: 'machine', data: { what } });
    return {
      NewExpression(node) {
        if (lastName(node.callee) === 'Date' && node.arguments.length === 0) report(node, 'new Date()');
      },
      CallExpression(node) {
        if (node.callee.type === 'Identifier' && node.callee.name === 'Date') report(node, 'Date()');
      },
      MemberExpression(node) {
        const owner = lastName(node.object);
        const name = lastName(node);
        if (owner === 'Date' && name === 'now') report(node, 'Date.now()');
        else if (owner === 'Temporal' && name === 'Now') report(node, 'Temporal.Now');
      },
    };
  },
};
