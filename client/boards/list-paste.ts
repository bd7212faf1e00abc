// Owns reading a pasted text as a list: one entry a line, bullets and numbering taken off. Pure; the person decides
// whether it becomes one idea or many.

const BULLET = /^(?:[-*+•◦▪▫‣·●○■□➢➤→–—]|o(?=\t))\s+/u
const CHECKBOX = /^\[[ xX✓]?\]\s+/u
// "1." "12)" "(3)" "a)" "iv." with white space behind it, so that "1.5 million" and "a.s.a.p." stay whole.
const NUMBERING = /^\(?(?:\d{1,3}|[a-z]|[ivx]{1,5})[.)]\s+/iu

/** The entries of a pasted list, in order; one or none means it is no list. */
export function listEntries(text: string): string[] {
  const lines = text
    .split(/\r\n?|[\n\u2028\u2029\v\f]/u)
    .map((line) => line.replace(/[\t\u00a0 ]+/gu, ' ').trim())
    .map((line) => line.replace(BULLET, '').replace(CHECKBOX, '').trim())
    .filter((line) => line !== '' && !/^[-*_=–—]{2,}$/u.test(line))
  const numbered = lines.filter((line) => NUMBERING.test(line)).length
  // One line that happens to start with "a)" is a sentence; a list is numbered throughout.
  if (numbered * 2 <= lines.length) return lines
  return lines.map((line) => line.replace(NUMBERING, '').trim()).filter((line) => line !== '')
}
