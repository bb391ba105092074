/** A rule may be wrong in one place; the next reader must learn why. */
export const reasonedDisable = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: { reason: 'say why: // eslint-disable-next-line rule -- reason' },
  },
  create(context) {
    return {
      Program() {
        for (const comment of context.sourceCode.getAllComments()) {
          if (/^\s*eslint-disable/.test(comment.value) && !/\s--\s+\S/.test(comment.value)) {
            context.report({ loc: comment.loc, messageId: 'reason' });
          }
        }
      },
    };
  },
};
