// Owns how wide columns are on the wall, so that what was thought is seen and an empty column does not take a third of it. Pure.

/** Side by side on a wall at 1080p, each wide enough to be read from ten metres. */
const LANES = 4
/** An empty column keeps its name. */
const EMPTY = 0.5
/** As many cards as one lane shows; fewer do not need a second. */
const CARDS_PER_LANE = 4

/** How many lanes wide each column is, by how many cards it holds; all of them together fill the wall. */
export function lanesOf(counts: readonly number[]): number[] {
  const lanes = counts.map((count) => (count === 0 ? EMPTY : 1))
  const free = () => LANES - lanes.reduce((sum, lane) => sum + lane, 0)
  while (free() >= 1) {
    const load = counts.map((count, index) => count / lanes[index]!)
    const fullest = load.indexOf(Math.max(...load))
    if (fullest < 0 || load[fullest]! <= CARDS_PER_LANE) break
    lanes[fullest]! += 1
  }
  return lanes
}
