import { isFunction, lastName } from './_ast.mjs';

const DOORS = new Set(['tenantTx', 'command', 'tenantRead', 'networkRead', 'engineTx']);

/**
 * A transaction that waits for another service holds its locks and its pool connection for as long as that one likes.
 * Sees calls on what is named `…Client` or, where types are known, is one, and `fetch`; what hides behind a function elsewhere meets the guard at run time.
 */
export const noCallInTransaction = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { call: '{{what}} leaves the process inside {{door}}: ask before, write after' },
  },
  create(context) {
    /** The doors around the node being looked at, innermost last. */
    const open = [];
    const services = context.sourceCode.parserServices;
    const typeName = (node) => {
      const type = services?.program ? services.getTypeAtLocation(node) : undefined;
      return (type?.aliasSymbol ?? type?.symbol)?.name;
    };
    /** `partiesClient.find` of `this.partiesClient.find(…)`; `fetch` of `fetch(…)`. */
    const remoteName = (callee) => {
      if (callee.type === 'Identifier') return callee.name === 'fetch' ? 'fetch' : undefined;
      if (callee.type !== 'MemberExpression') return undefined;
      const owner = lastName(callee.object);
      const isClient = owner?.endsWith('Client') || typeName(callee.object)?.endsWith('Client');
      return isClient ? `${owner ?? '…'}.${lastName(callee) ?? '…'}` : undefined;
    };
    const doorOf = (node) =>
      isFunction(node) && node.parent.type === 'CallExpression' && node.parent.arguments.includes(node)
        ? lastName(node.parent.callee)
        : undefined;
    const enter = (node) => DOORS.has(doorOf(node)) && open.push(doorOf(node));
    const leave = (node) => DOORS.has(doorOf(node)) && open.pop();
    return {
      ArrowFunctionExpression: enter,
      FunctionExpression: enter,
      'ArrowFunctionExpression:exit': leave,
      'FunctionExpression:exit': leave,
      CallExpression({ callee }) {
        const remote = open.length > 0 && remoteName(callee);
        if (remote) context.report({ node: callee, messageId: 'call', data: { what: remote, door: open.at(-1) } });
      },
    };
  },
};
