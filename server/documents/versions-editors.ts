// Owns who wrote in which document since its last version, as this node heard it: rows of the log say so too, but a busy
// log is compacted long before a version is kept. Only in memory; a crash forgets what the log still knows.

/** First and last row of one person that no version holds yet. */
interface Span {
  from: number
  to: number
}

/** Beyond it the oldest document is forgotten: its log still names those who wrote last. */
const DOCUMENTS_MAX = 5_000

/**
 * Writes down who wrote since row `seq` in the first version that holds it. `until(last)` are those who began no later
 * than that version's last row. Answers that row, or null when there is no such version yet.
 */
export type TakeEditors = (document: string, seq: number, until: (last: number) => string[]) => Promise<number | null>

export function editorsNoted(documents: {
  onWritten(listener: (document: string, seq: number, update: Uint8Array, by: string | null) => void): () => void
}): { hand(take: TakeEditors): Promise<void> } {
  const noted = new Map<string, Map<string, Span>>()

  documents.onWritten((document, seq, _update, by) => {
    if (by === null || document.startsWith('ledger.')) return
    const people = noted.get(document) ?? new Map<string, Span>()
    noted.set(document, people)
    const span = people.get(by)
    if (span) span.to = Math.max(span.to, seq)
    else people.set(by, { from: seq, to: seq })
    const [oldest] = noted.keys()
    if (noted.size > DOCUMENTS_MAX && oldest !== undefined) noted.delete(oldest)
  })

  return {
    async hand(take) {
      for (const [document, people] of noted) {
        const first = Math.min(...[...people.values()].map(({ from }) => from))
        const until = (last: number) => [...people].filter(([, { from }]) => from <= last).map(([userId]) => userId)
        const last = await take(document, first, until)
        if (last === null) continue
        for (const userId of until(last)) {
          const span = people.get(userId)
          // Whoever wrote on after that version is an editor of the next one too.
          if (span && span.to > last) span.from = last + 1
          else people.delete(userId)
        }
        if (people.size === 0) noted.delete(document)
      }
    },
  }
}
