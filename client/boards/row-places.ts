// Owns where the rows of a long list are: which stand in view, and how far to scroll to one. Pure: measured heights in,
// places out; a row that was never drawn counts with the usual height.

export interface Row {
  readonly key: string
  readonly index: number
  /** From the top of the list. */
  readonly start: number
  readonly size: number
}

interface Measures {
  sizes: ReadonlyMap<string, number>
  usualPx: number
  gapPx: number
  /** Where the first row starts. */
  firstAtPx: number
}

export function placeRows(keys: readonly string[], { sizes, usualPx, gapPx, firstAtPx }: Measures): readonly Row[] {
  let start = firstAtPx
  return keys.map((key, index) => {
    const row = { key, index, start, size: sizes.get(key) ?? usualPx }
    start += row.size + gapPx
    return row
  })
}

/** The indexes from the first to behind the last row of which something is in view, and `beyond` more at either end. */
export function inView(rows: readonly Row[], topPx: number, heightPx: number, beyond: number): [number, number] {
  if (heightPx <= 0) return [0, 0]
  const first = firstWhere(rows, (row) => row.start + row.size > topPx)
  const behind = firstWhere(rows, (row) => row.start >= topPx + heightPx)
  return [Math.max(0, first - beyond), Math.min(rows.length, behind + beyond)]
}

/** The index of the first row that `isThere` holds for; it holds for all after it. */
function firstWhere(rows: readonly Row[], isThere: (row: Row) => boolean): number {
  let low = 0
  let high = rows.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (isThere(rows[middle]!)) high = middle
    else low = middle + 1
  }
  return low
}

/** How far down the list has to be scrolled so that all of the row is in view; null when it is. */
export function scrollTo(row: Row, topPx: number, heightPx: number): number | null {
  if (row.start < topPx || row.size > heightPx) return row.start === topPx ? null : row.start
  const end = row.start + row.size
  return end > topPx + heightPx ? end - heightPx : null
}
