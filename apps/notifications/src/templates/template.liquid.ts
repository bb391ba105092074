import { Liquid } from 'liquidjs';
import type { TagValues, TextProblem } from './template.js';

/** Loops, assignments and includes have no place in a mail, and a text without them cannot run long. */
const TAGS = new Set(['if', 'unless', 'case', 'comment', '#', 'raw']);

const liquid = new Liquid({
  strictVariables: true,
  strictFilters: true,
  ownPropertyOnly: true,
  parseLimit: 50_000,
  renderLimit: 200,
  memoryLimit: 1_000_000,
});
for (const name of Object.keys(liquid.tags)) if (!TAGS.has(name)) delete liquid.tags[name];

/** Tags of a text that are not among those allowed, or why the text cannot be read. */
export function problemsOf(text: string, allowed: readonly string[]): TextProblem[] {
  try {
    const used = liquid.fullVariablesSync(liquid.parse(text), { partials: false });
    return [...new Set(used)].filter((tag) => !allowed.includes(tag)).map((tag) => ({ tag }));
  } catch (error) {
    return [{ detail: (error as Error).message }];
  }
}

/** The text with its tags filled in; what a value holds is never read as a template. */
export function filledIn(text: string, values: TagValues): string {
  return String(liquid.parseAndRenderSync(text, values));
}

/** Undefined for a text that was saved before its kind lost a tag, or that takes too long. */
export function fillIn({ subject, body }: { subject: string; body: string }, tags: TagValues) {
  try {
    return { subject: filledIn(subject, tags).replace(/\s+/g, ' '), text: filledIn(body, tags) };
  } catch {
    return undefined;
  }
}

/**
 * A plain text as simple HTML: everything escaped, blank lines make paragraphs.
 * @param link the one address in the text that a click leads to
 */
export function asHtml(text: string, language: string, link?: string): string {
  const address = link === undefined ? undefined : escape(link);
  const escaped = escape(text);
  const linked = address === undefined ? escaped : escaped.replaceAll(address, `<a href="${address}">${address}</a>`);
  const paragraphs = linked
    .trim()
    .split(/\n{2,}/)
    .map((paragraph) => `<p>${paragraph.replaceAll('\n', '<br>')}</p>`);
  return `<!doctype html><html lang="${language}"><head><meta charset="utf-8"></head><body>${paragraphs.join('')}</body></html>`;
}

function escape(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;')
    .replaceAll("'", '&#39;');
}
