// Owns how long this page stays away after the server said it is too fast. Nothing is lost meanwhile: what is typed stays in
// the document and goes along at the return, in one piece.
import { tooFastWaitMs } from '../../shared/wire.ts'

export class Patience {
  private refusals = 0
  private timer: ReturnType<typeof setTimeout> | null = null

  constructor(private readonly comeBack: () => void) {}

  refused(): void {
    this.stop()
    this.timer = setTimeout(this.comeBack, tooFastWaitMs(this.refusals++, Math.random()))
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
