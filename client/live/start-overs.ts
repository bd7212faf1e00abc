// Owns how often a document may start over. A server that refuses even a fresh copy (or a fault of ours that writes the
// same refused thing again) must end in a clear state, never in a loop.

/** Once is a refusal, twice a coincidence; a person cannot cause more in a minute. */
export const START_OVERS_MAX_PER_MINUTE = 3
const MINUTE_MS = 60_000

export class StartOvers {
  private readonly at = new Map<string, number[]>()

  /** False: this document has had its turns. */
  take(name: string, nowAt: number): boolean {
    const recent = (this.at.get(name) ?? []).filter((at) => nowAt - at < MINUTE_MS)
    if (recent.length >= START_OVERS_MAX_PER_MINUTE) return false
    this.at.set(name, [...recent, nowAt])
    return true
  }

  /** The person asked for another try. */
  forgive(name: string): void {
    this.at.delete(name)
  }
}
