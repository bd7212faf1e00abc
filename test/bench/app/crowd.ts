// Owns: the crowd as a child process: started, asked, ended; and a line on whether it was the limit.
import path from 'node:path'
import { build } from 'esbuild'
import { REPOSITORY } from '../../support/source.ts'
import type { Row } from '../figures.ts'
import { Child } from '../sync/child.ts'
import type { CrowdAnswers, CrowdOrder, Effort } from './crowd/orders.ts'

/** Past this the crowd may have been what was waited for. */
const SHARE_MAX = 0.8
/** Past this, while it has little to do, something else has its processor: all figures are too high. */
const LAG_MAX_MS = 20

export interface Crowd {
  ask<K extends CrowdOrder['do']>(order: Extract<CrowdOrder, { do: K }>): Promise<CrowdAnswers[K]>
  /** At once: there is nothing it would have to keep. */
  end(): void
}

export async function startCrowd(): Promise<Crowd> {
  const outfile = path.join(REPOSITORY, 'dist/bench/app/crowd.mjs')
  await build({
    entryPoints: [path.join(REPOSITORY, 'test/bench/app/crowd/main.ts')],
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    packages: 'external',
    logLevel: 'error',
  })
  const child = new Child('the crowd', outfile, {})
  return { ask: (order) => child.ask(order), end: () => child.kill() }
}

export function effortRow({ share, lagP99Ms }: Effort): Row {
  const said = `${Math.round(share * 100)} % of a processor, ${Math.round(lagP99Ms)} ms late (p99)`
  const late = lagP99Ms > LAG_MAX_MS ? ': the machine was too busy for it' : ''
  return { what: '   the crowd itself', value: `${said}${share > SHARE_MAX ? ': it was the limit' : late}` }
}
