// Owns how a text from a person is made sound before anything else sees it (FAULTS F101).
// Pure; it never refuses: length and emptiness are judged by whoever calls it.

// C0/C1 controls except tab and newline, bidi overrides and isolates, zero-width space, byte order mark, and halves of characters
// (lone surrogates), which a database takes in a text and refuses in JSON.
const UNWANTED =
  // oxlint-disable-next-line no-control-regex -- removing exactly these is the point
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u200b\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff]/gu

/** Canonical composition, newlines as \n, no invisible characters that reorder or hide text; trimmed. */
export function cleanText(text: string): string {
  return text.replace(/\r\n?/g, '\n').normalize('NFC').replace(UNWANTED, '').trim()
}

/** The same on one line: runs of white space become one space. */
export function cleanLine(text: string): string {
  return cleanText(text).replace(/\s+/gu, ' ')
}

/** Unicode code points, the unit of every `_CHARS` limit. */
export function charCount(text: string): number {
  let count = 0
  for (const _ of text) count++
  return count
}
