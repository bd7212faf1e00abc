// Owns where the figures of an outcome stand to each other: what came of what was promised, and their places on a line. Pure.

interface Figures {
  baseline: number
  promised: number
}

/** What came of what was promised: 1 is all of it, below 0 it went the other way; null where nothing was to change. */
export function shareOf({ baseline, promised }: Figures, value: number): number | null {
  return promised === baseline ? null : (value - baseline) / (promised - baseline)
}

/**
 * Where each figure stands on one line, from 0 to 1: time goes as one reads, so where it was comes first and the promise after
 * it, whichever way the number goes.
 */
export function placesOf(
  figures: Figures,
  value: number | null,
): Record<'baseline' | 'promised', number> & { measured: number | null } {
  const share = value === null ? null : shareOf(figures, value)
  if (figures.promised === figures.baseline) {
    return { baseline: 0.5, promised: 0.5, measured: value === null ? null : 0.5 }
  }
  const least = Math.min(0, share ?? 0)
  const most = Math.max(1, share ?? 0)
  const place = (at: number) => (at - least) / (most - least)
  return { baseline: place(0), promised: place(1), measured: share === null ? null : place(share) }
}
