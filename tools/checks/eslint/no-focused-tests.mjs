import { firstName, lastName } from './_ast.mjs';

const FOCUSED = new Set(['fit', 'fdescribe']);
const BLOCKS = new Set(['describe', 'it', 'test']);

/** One `.only` left behind and the rest of the file is green without having run. */
export const noFocusedTests = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { focused: '{{what}} keeps every other test of this file from running' },
  },
  create(context) {
    return {
      MemberExpression(node) {
        const block = firstName(node);
        if (lastName(node) === 'only' && BLOCKS.has(block)) {
          context.report({ node, messageId: 'focused', data: { what: `${block}.only` } });
        }
      },
      'CallExpression > Identifier.callee'(node) {
        if (FOCUSED.has(node.name)) context.report({ node, messageId: 'focused', data: { what: node.name } });
      },
    };
  },
};
