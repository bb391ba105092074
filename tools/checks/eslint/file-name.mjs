import { basename } from 'node:path';

/** The file name is the contents page: kebab-case, and one word per kind. A consumer is a customer of a station here. */
export const fileName = {
  meta: {
    type: 'suggestion',
    schema: [],
    messages: {
      consumer: 'message handlers are *.subscriber.ts (a consumer is somebody who owns a washing machine)',
      kebab: 'file names are kebab-case words and dotted kinds: validate-goods-receipt.ts, goods-receipt.row.ts',
    },
  },
  create(context) {
    return {
      Program(node) {
        const name = basename(context.filename);
        const loc = node.loc.start;
        if (/\.consumer\.\w+$/.test(name)) context.report({ loc, messageId: 'consumer' });
        else if (!/^[_.]?[a-z0-9]+(-[a-z0-9]+)*(\.[a-z0-9]+(-[a-z0-9]+)*)+$/.test(name))
          context.report({ loc, messageId: 'kebab' });
      },
    };
  },
};
