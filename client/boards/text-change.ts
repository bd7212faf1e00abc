// Owns the arithmetic of concurrent text: what a person changed in a field, and how that change looks after others
// changed the same text. Pure; it never touches a document or an element. Positions are UTF-16 units, as in Y.Text.

export type TextOp = { retain: number } | { insert: string } | { delete: number }

const isHigh = (unit: number) => unit >= 0xd800 && unit <= 0xdbff
const isLow = (unit: number) => unit >= 0xdc00 && unit <= 0xdfff

/** Whether cutting `text` at `index` would split a surrogate pair: half an emoji is not storable text. */
function splitsPair(text: string, index: number): boolean {
  return index > 0 && index < text.length && isHigh(text.charCodeAt(index - 1)) && isLow(text.charCodeAt(index))
}

/**
 * The one change that turns `before` into `after`; `caretAt` (end of the selection after the change) says which of
 * several equal letters was typed. Empty when nothing changed.
 */
export function changeBetween(before: string, after: string, caretAt: number = after.length): TextOp[] {
  if (before === after) return []
  const shorter = Math.min(before.length, after.length)
  // What stands behind the caret was not typed.
  const behindCaret = Math.max(0, Math.min(shorter, after.length - caretAt))
  let tail = 0
  while (tail < behindCaret && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  let head = 0
  while (head < shorter - tail && before[head] === after[head]) head++
  // The caret was no help: the change lies behind it.
  while (tail < shorter - head && before.at(-1 - tail) === after.at(-1 - tail)) tail++
  if (splitsPair(before, head) || splitsPair(after, head)) head--
  if (splitsPair(before, before.length - tail) || splitsPair(after, after.length - tail)) tail--

  const ops: TextOp[] = []
  if (head > 0) ops.push({ retain: head })
  if (before.length - tail > head) ops.push({ delete: before.length - tail - head })
  if (after.length - tail > head) ops.push({ insert: after.slice(head, after.length - tail) })
  return ops
}

export function applyChange(text: string, ops: readonly TextOp[]): string {
  let at = 0
  let result = ''
  for (const op of ops) {
    if ('insert' in op) result += op.insert
    else if ('delete' in op) at += op.delete
    else {
      result += text.slice(at, at + op.retain)
      at += op.retain
    }
  }
  return result + text.slice(at)
}

/** Where position `at` of the old text is in the new one; text inserted exactly there lands behind it. */
export function shiftPosition(at: number, ops: readonly TextOp[]): number {
  let oldAt = 0
  let newAt = 0
  for (const op of ops) {
    if (oldAt > at || (oldAt === at && !('delete' in op))) break
    if ('insert' in op) newAt += op.insert.length
    else if ('delete' in op) oldAt += op.delete
    else {
      const kept = Math.min(op.retain, at - oldAt)
      newAt += kept
      oldAt += op.retain
      if (kept < op.retain) return newAt
    }
  }
  return oldAt > at ? newAt : newAt + (at - oldAt)
}

/** A cursor over ops that hands out pieces of any length. */
class Pieces {
  private readonly ops: readonly TextOp[]
  private index = 0
  private used = 0

  constructor(ops: readonly TextOp[]) {
    this.ops = ops
  }

  peek(): TextOp | null {
    return this.ops[this.index] ?? null
  }

  /** How much of the current piece is left; endless past the last one, which retains the rest. */
  left(): number {
    const op = this.peek()
    if (!op) return Number.POSITIVE_INFINITY
    return ('insert' in op ? op.insert.length : 'delete' in op ? op.delete : op.retain) - this.used
  }

  skip(length: number): void {
    if (!this.peek()) return
    this.used += length
    if (this.left() <= 0) {
      this.index++
      this.used = 0
    }
  }
}

/** `mine`, made on the text before `theirs`, as it must be applied after `theirs`. It never deletes what they inserted. */
export function rebase(mine: readonly TextOp[], theirs: readonly TextOp[]): TextOp[] {
  const result: TextOp[] = []
  const a = new Pieces(mine)
  const b = new Pieces(theirs)
  for (let op = a.peek(); op; op = a.peek()) {
    const other = b.peek()
    if (other && 'insert' in other) {
      result.push({ retain: b.left() })
      b.skip(b.left())
    } else if ('insert' in op) {
      result.push({ insert: op.insert })
      a.skip(a.left())
    } else {
      const length = Math.min(a.left(), b.left())
      // What they deleted needs neither keeping nor deleting.
      if (!other || 'retain' in other) result.push('delete' in op ? { delete: length } : { retain: length })
      a.skip(length)
      b.skip(length)
    }
  }
  return result
}
