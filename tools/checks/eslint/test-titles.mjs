import { firstName } from './_ast.mjs';

const BLOCKS = new Set(['describe', 'it', 'test']);
const REQUIREMENT = /^[A-Z]{2}-\d+\b/;

/** A service is there for requirements: its outermost test blocks name theirs, so that `-t ST-24` finds the proof. */
export const testTitles = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { title: "begin with the requirement's id: describe('ST-24 …')" },
  },
  create(context) {
    return {
      'Program > ExpressionStatement > CallExpression'(node) {
        if (!BLOCKS.has(firstName(node.callee))) return;
        const [title] = node.arguments;
        if (!REQUIREMENT.test(textOf(title))) context.report({ node: title ?? node, messageId: 'title' });
      },
    };
  },
};

function textOf(title) {
  if (title?.type === 'Literal') return String(title.value);
  return title?.type === 'TemplateLiteral' ? title.quasis[0].value.raw : '';
}
