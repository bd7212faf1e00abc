// Owns showing a day of a calendar as what it is: the same day, wherever the reader's clock stands.

/** Noon of that day by the reader's own clock. */
export function midday(day: string): Date {
  const [year, month, date] = day.split('-').map(Number)
  return new Date(year ?? 0, (month ?? 1) - 1, date ?? 1, 12)
}
