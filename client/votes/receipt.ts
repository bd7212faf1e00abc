// Owns checking a receipt: made anew from one's own votes, and found in the tally sheet with exactly these votes.

import { ballotReceiptText, type RoundBallotView, type RoundSheet } from '../../shared/rounds.ts'

export interface Checked {
  found: 'found' | 'missing' | 'none'
  receipt: string | null
  /** How many the sheet holds. */
  ballots: number
  /** False where the browser has no hash functions (a page without https): the receipt is then the server's. */
  byItself: boolean
}

export async function checkReceipt(
  { roundId, nonce, mine, receipt: told }: RoundBallotView,
  { ballots }: RoundSheet,
): Promise<Checked> {
  const made = await sha256(ballotReceiptText(roundId, nonce, mine))
  const receipt = told === null ? null : (made ?? told)
  const base = { receipt, ballots: ballots.length, byItself: made !== null }
  if (receipt === null) return { ...base, found: 'none' }
  const listed = ballots.find((one) => one.receipt === receipt)
  const same = (ideaId: string, values: readonly number[]) => mine[ideaId]?.join() === values.join()
  const asGiven =
    listed?.votes.length === Object.keys(mine).length &&
    listed.votes.every(({ ideaId, values }) => same(ideaId, values))
  return { ...base, found: asGiven ? 'found' : 'missing' }
}

async function sha256(text: string): Promise<string | null> {
  const { subtle } = globalThis.crypto
  if (!subtle) return null
  const bytes = new Uint8Array(await subtle.digest('SHA-256', new TextEncoder().encode(text)))
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('')
}
