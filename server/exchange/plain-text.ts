// Owns turning what other systems call a text into one: HTML becomes plain text that keeps its paragraphs, lists and
// the addresses of its links; entities become characters. What is no HTML stays as it is, `<` and `&` included.

import { compile } from 'html-to-text'

// Tags that people's texts are written with. `a < b` and `List<String>` are not HTML.
const TAG =
  /<\/?(?:a|abbr|article|b|blockquote|br|caption|center|cite|code|dd|del|div|dl|dt|em|figure|font|footer|h[1-6]|head|header|hr|html|body|i|iframe|img|ins|li|link|main|mark|meta|nav|ol|p|pre|q|s|script|section|small|span|strike|strong|style|sub|sup|svg|table|tbody|td|tfoot|th|thead|title|tr|tt|u|ul|video)(?:\s[^<>]*|\/)?>/i
const ENTITY = /&(?:[a-z][a-z0-9]{1,30}|#\d{1,7}|#x[0-9a-f]{1,6});/i

const shared = {
  wordwrap: false as const,
  // A file nested deeper than any text is an attack on the stack.
  limits: { maxDepth: 200, maxInputLength: 1_000_000 },
}

const fromHtml = compile({
  ...shared,
  selectors: [
    { selector: 'a', options: { hideLinkHrefIfSameAsText: true, linkBrackets: ['(', ')'], ignoreHref: false } },
    { selector: 'img', format: 'inlineText' },
    { selector: 'ul', options: { itemPrefix: '- ', leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'ol', options: { leadingLineBreaks: 1, trailingLineBreaks: 1 } },
    { selector: 'p', options: { leadingLineBreaks: 2, trailingLineBreaks: 2 } },
    ...['h1', 'h2', 'h3', 'h4', 'h5', 'h6'].map((selector) => ({
      selector,
      options: { uppercase: false, leadingLineBreaks: 2, trailingLineBreaks: 2 },
    })),
    ...['script', 'style', 'head', 'iframe', 'svg', 'video', 'link', 'meta'].map((selector) => ({
      selector,
      format: 'skip',
    })),
  ],
  formatters: {
    // An image cannot come along; what it shows can.
    inlineText(element, _walk, builder) {
      const alt: unknown = element.attribs?.['alt']
      if (typeof alt === 'string' && alt.trim()) builder.addInline(alt.trim())
    },
  },
})

const fromEntities = compile({ ...shared, preserveNewlines: true })

export function isHtml(text: string): boolean {
  return TAG.test(text)
}

/** Untrimmed control characters, lengths and normal forms are for shared/text.ts afterwards. */
export function plainText(text: string): string {
  if (isHtml(text)) return tidy(fromHtml(text))
  if (ENTITY.test(text)) return fromEntities(escapeAngles(text))
  return text
}

/** A text that only has entities is otherwise what it seems: `<` stays a `<`. */
function escapeAngles(text: string): string {
  return text.replaceAll('<', '&lt;')
}

function tidy(text: string): string {
  return text
    .replaceAll('\u00a0', ' ')
    .replace(/[ \t]+$/gm, '')
    .replace(/\n{3,}/g, '\n\n')
    .trim()
}
