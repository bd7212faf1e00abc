// Owns the order of test files. Vitest begins with the largest, which says little: a file of four lines may take minutes, and begun
// last it would run alone at the end, with every other worker idle.
import { BaseSequencer, type TestSpecification } from 'vitest/node'

/** A minute or more on two cores, though small. */
const LONG = /(?:kill-nine-(?:postgres|embedded)|fuzz-several-nodes|slotervaart|trace-replay|pages)\.test\.ts$/

export class LongFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const sorted = await super.sort(files)
    const tier = ({ project }: TestSpecification) => project.config.sequence.groupOrder
    const rank = ({ moduleId }: TestSpecification) => (LONG.test(moduleId) ? 0 : 1)
    return sorted.sort((a, b) => tier(a) - tier(b) || rank(a) - rank(b))
  }
}
