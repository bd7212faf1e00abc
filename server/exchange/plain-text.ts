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

/** Ten times what an idea may hold: it will be left out as too long, whatever it says. */
const CONVERTED_MAX_CHARS = 200_000
/** Deeper than any editor nests. The parser's time grows with the square of it. */
const NESTING_MAX = 200

export function isHtml(text: string): boolean {
  return TAG.test(text)
}

/** Control characters, lengths and normal forms are for shared/text.ts afterwards. */
export function plainText(text: string): string {
  if (text.length > CONVERTED_MAX_CHARS) return text
  if (isHtml(text))
    return tidy(nesting(text) > NESTING_MAX ? fromEntities(text.replace(/<[^<>]*>/g, ' ')) : fromHtml(text))
  if (ENTITY.test(text)) return fromEntities(escapeAngles(text))
  return text
}

// Tags that close themselves, or that a next one of the kind closes.
const SHALLOW = /^(?:area|br|col|dd|dt|hr|img|input|li|link|meta|option|p|td|th|tr)$/i

function nesting(html: string): number {
  let [depth, deepest] = [0, 0]
  for (const [, closing, name] of html.matchAll(/<(\/?)([a-z][a-z0-9]*)/gi)) {
    if (SHALLOW.test(name ?? '')) continue
    depth = closing ? Math.max(0, depth - 1) : depth + 1
    deepest = Math.max(deepest, depth)
  }
  return deepest
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
