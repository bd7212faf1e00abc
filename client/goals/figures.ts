// Owns how a goal's figures are said: numbers with their unit, days, and whether it is on the even line. Pure but for the
// reader's language.

import { expected, type Measure } from '../../shared/goals.ts'
import { useFormat } from '../i18n/format.ts'
import { serverNow } from '../live/server-time.ts'
import { isoDay } from '../ui/days.ts'
import { withUnit } from '../ui/figures.ts'

/** `YYYY-MM-DD`, as the reader's calendar has it. */
export const today = () => isoDay(serverNow())

export type Course = 'ahead' | 'onCourse' | 'behind'

/** So close to the even line that nobody sees the difference: a twentieth of the whole way. */
const NEAR = 0.05

/** How a reading stands to where it would be on that day, went it evenly. */
export function courseOf(measure: Measure, { onDay, value }: { onDay: string; value: number }): Course {
  const way = measure.target - measure.baseline
  const lead = (value - expected(measure, onDay)) / way
  return lead > NEAR ? 'ahead' : lead < -NEAR ? 'behind' : 'onCourse'
}

export function useFigures() {
  const format = useFormat()
  return {
    format,
    value: ({ unit }: Pick<Measure, 'unit'>, value: number) => withUnit(value, unit, format),
    /** Noon, so that no time zone makes it another day. */
    day: (day: string) => format.shortDate(`${day}T12:00:00`),
  }
}
