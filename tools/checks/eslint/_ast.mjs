/** `x` of `x` and `this.x`, `a.b.x`, `#x`; undefined for anything computed. */
export function lastName(node) {
  if (node.type === 'Identifier' || node.type === 'PrivateIdentifier') return node.name;
  if (node.type === 'MemberExpression' && !node.computed) return lastName(node.property);
  if (node.type === 'ChainExpression' || node.type === 'TSNonNullExpression') return lastName(node.expression);
  return undefined;
}

/** `describe` of `describe(…)`, `describe.only(…)`, `describe.each(…)(…)` and describe.each`…`(…). */
export function firstName(node) {
  if (node.type === 'Identifier') return node.name;
  if (node.type === 'MemberExpression') return firstName(node.object);
  if (node.type === 'CallExpression') return firstName(node.callee);
  if (node.type === 'TaggedTemplateExpression') return firstName(node.tag);
  return undefined;
}

export const isFunction = ({ type }) => type === 'ArrowFunctionExpression' || type === 'FunctionExpression';
