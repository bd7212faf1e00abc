// Owns: what a kill may have done to one writer's words, places and commands, and the rows that must not exist afterwards.
import { sql } from 'drizzle-orm'
import { expect } from 'vitest'
import type * as Y from 'yjs'
import { cardsOf, cardTitle, readCard } from '../../shared/documents.ts'
import type { RoundId } from '../../shared/model.ts'
import type { Writer } from './kill-nine-writer.ts'

type Said = { number: number; likes: number; tallies: { roundId: string; votes: number }[] }
export const spoken = ({ number, likes, tallies }: Said, roundId: RoundId) => ({
  number,
  likes,
  votes: tallies.find((tally) => tally.roundId === roundId)?.votes ?? 0,
})

export const sorted = <T>(values: Iterable<T>) => [...values].map((value) => JSON.stringify(value)).sort()

/** The words of an idea that may be there although nobody was told so. */
export function hopedFor(writer: Writer): string[] {
  const sent = writer.unanswered.get('idea.add')
  return sent?.name === 'idea.add' ? [sent.input.text] : []
}

export function occurrences(doc: Y.Doc, word: string): number {
  const titles = [...cardsOf(doc).values()].map((card) => cardTitle(card)?.toJSON() ?? '')
  return titles.reduce((sum, title) => sum + title.split(word).length - 1, 0)
}

export function wordsOf(doc: Y.Doc, writer: Writer): [string, number][] {
  return [...writer.words.keys()].map((word) => [word, occurrences(doc, word)])
}

/** Saved is there, erased and saved is gone; what is not known to be saved may be either, and never twice. */
export function allowed(writer: Writer, word: string): unknown {
  const { written, erased } = writer.words.get(word)!
  if (erased?.saved) return 0
  if (written.saved && erased === null) return 1
  return expect.toSatisfy((count: number) => count === 0 || count === 1)
}

export function placeIsKept(doc: Y.Doc, writer: Writer): void {
  const card = writer.ownCard && cardsOf(doc).get(writer.ownCard)
  if (!card || !writer.ownCard) throw new Error(`${writer.name} has no card of their own`)
  const saved = writer.places.findLast(({ edit }) => edit.saved)
  if (saved) expect(readCard(writer.ownCard, card).x).toBeGreaterThanOrEqual(saved.x)
}

/** Each finds rows that must not exist (FAULTS I4, I9). */
export const UNSOUND = {
  'a ballot that is not its budget less its votes': sql`
    select b.round_id, b.user_id, b.votes_left, coalesce(sum(v.votes), 0) as cast
    from ballots b join rounds r on r.id = b.round_id
    left join votes v on v.round_id = b.round_id and v.user_id = b.user_id
    group by b.round_id, b.user_id, b.votes_left, r.budget
    having b.votes_left < 0 or b.votes_left + coalesce(sum(v.votes), 0) <> r.budget`,
  'more votes on an idea than one may give': sql`
    select v.* from votes v join rounds r on r.id = v.round_id where v.votes > r.max_per_idea`,
  'a count of likes that is not its rows': sql`
    select i.id from ideas i where i.like_count <> (select count(*) from idea_likes l where l.idea_id = i.id)`,
  'a number given twice, or one left out': sql`
    select board_id from ideas group by board_id having max(number) <> count(*) or count(distinct number) <> count(*)`,
  'a gap in the log of a document': sql`
    select d.name, d.seq, d.snapshot_seq, count(u.seq) as rows, min(u.seq) as first, max(u.seq) as last
    from sync_documents d left join sync_updates u on u.document = d.name and u.seq > d.snapshot_seq
    group by d.name, d.seq, d.snapshot_seq
    having count(u.seq) <> d.seq - d.snapshot_seq
      or (count(u.seq) > 0 and (min(u.seq) <> d.snapshot_seq + 1 or max(u.seq) <> d.seq))`,
  'a command that was begun and has no answer': sql`select key_hash, name from command_results where result is null`,
}
