const SQL_CLOCK =
  /\b(?:now|clock_timestamp|statement_timestamp|transaction_timestamp|timeofday)\s*\(\s*\)|\b(?:current_(?:timestamp|date|time)|localtime(?:stamp)?)\b/i;

/** The database's clock is not the one that tests move: the instant is a parameter, `$1`. */
export const sqlClock = {
  meta: {
    type: 'problem',
    schema: [],
    messages: { machine: "{{what}} reads the database's clock: pass the instant of Clock as a parameter" },
  },
  create(context) {
    const look = (node, text) => {
      const what = SQL_CLOCK.exec(text)?.[0];
      if (what !== undefined) context.report({ node, messageId: 'machine', data: { what } });
    };
    return {
      TemplateElement: (node) => look(node, node.value.raw),
      Literal(node) {
        if (typeof node.value === 'string') look(node, node.value);
      },
    };
  },
};
