/** A default export has as many names as importers: nobody finds its uses. */
export const noDefaultExport = {
  meta: { type: 'suggestion', schema: [], messages: { named: 'export it by its name' } },
  create(context) {
    const report = (node) => context.report({ node, messageId: 'named' });
    return {
      ExportDefaultDeclaration: report,
      'ExportSpecifier[exported.name="default"]': report,
    };
  },
};
