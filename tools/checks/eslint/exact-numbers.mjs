import { ESLintUtils } from '@typescript-eslint/utils';
import ts from 'typescript';
import { lastName } from './_ast.mjs';

const ARITHMETIC = new Set(['+', '-', '*', '/', '%', '**']);
const ROUNDING = new Set(['round', 'floor', 'ceil', 'trunc']);
const PARSING = new Set(['Number', 'parseFloat']);

/**
 * Binary floats lose cents (`1.005 * 100` is 100.49999999999999, `Math.round(-2.5)` is -2): amounts are Money, Quantity,
 * UnitPrice and Rate. Stepping an index by a whole number stays allowed; bigint is exact anyway.
 */
export const exactNumbers = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { inexact: '{{what}} is not exact: compute with Money, Quantity, UnitPrice or Rate' },
  },
  create(context) {
    const services = ESLintUtils.getParserServices(context);
    const isNumber = (node) => (services.getTypeAtLocation(node).flags & ts.TypeFlags.NumberLike) !== 0;
    const report = (node, what) => context.report({ node, messageId: 'inexact', data: { what } });
    const reportArithmetic = (node, operator) => {
      const steps = /^[+-]=?$/.test(operator) && (isWhole(node.left) || isWhole(node.right));
      if (!steps && isNumber(node.left) && isNumber(node.right)) report(node, `number ${operator} number`);
    };
    return {
      BinaryExpression(node) {
        if (ARITHMETIC.has(node.operator)) reportArithmetic(node, node.operator);
      },
      AssignmentExpression(node) {
        if (ARITHMETIC.has(node.operator.slice(0, -1))) reportArithmetic(node, node.operator);
      },
      UnaryExpression(node) {
        if (node.operator === '+') report(node, 'unary +');
      },
      CallExpression({ callee }) {
        const name = lastName(callee);
        const onMath = callee.type === 'MemberExpression' && lastName(callee.object) === 'Math';
        if (PARSING.has(name) && !onMath) report(callee, `${name}()`);
        else if (onMath && ROUNDING.has(name)) report(callee, `Math.${name}()`);
        else if (name === 'toFixed' && isNumber(callee.object)) report(callee, 'toFixed()');
      },
    };
  },
};

const isWhole = (node) => node.type === 'Literal' && Number.isInteger(node.value);
