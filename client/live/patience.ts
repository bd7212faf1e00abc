// Owns how long this page stays away after the server said it is too fast. Nothing is lost meanwhile: what is typed stays in
// the document and goes along at the return, in one piece.
import { tooFastWaitMs } from '../../shared/wire.ts'

/** Ten to twenty seconds: a hundred who wait are seven knocks a second. */
const CROWDED_DOUBLINGS = 2

export class Patience {
  private refusals = 0
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly comeBack: () => void) {}

  /** Who only waits for a place never stays away for long: `crowded`. */
  refused(crowded: boolean): void {
    this.stop()
    const before = crowded ? Math.min(this.refusals, CROWDED_DOUBLINGS) : this.refusals
    this.refusals++
    this.timer = setTimeout(this.comeBack, tooFastWaitMs(before, Math.random()))
  }

  /** The server has answered again: the next refusal is a first one. */
  calm(): void {
    this.refusals = 0
  }

  stop(): void {
    if (this.timer) clearTimeout(this.timer)
    this.timer = null
  }
}
