// Owns: `npm run bench`: what is measured when. Nothing fails here: figures stand beside their goals.
//   npm run bench                          the sync engine beside public servers, then the whole program
//   npm run bench -- sync [P1 P3 rules] [--quick] [--who PART-OF-A-NAME]
//   npm run bench -- app [embedded | postgres] [P7 … P12 workshop rolling] [--quick]
//   BENCH_PROFILE=FOLDER writes a processor profile of every server into it
import { parseArgs } from 'node:util'
import { benchApp } from './app.ts'
import { benchSync } from './sync/suite.ts'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { quick: { type: 'boolean' }, who: { type: 'string' } },
})
const [what, ...asked] = positionals
if (what !== undefined && what !== 'sync' && what !== 'app') {
  console.error(
    `npm run bench -- sync [P1 P2 …] [--quick], or npm run bench -- app [embedded | postgres] [P7 P8 …] [--quick]`,
  )
  process.exit(1)
}
if (what !== 'app') await benchSync(asked, values.quick ?? false, values.who ?? '')
if (what !== 'sync') await benchApp(asked, values.quick ?? false)
process.exit(0)
