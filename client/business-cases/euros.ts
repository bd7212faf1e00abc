// Owns how amounts of a business case are said.

import { useMemo } from 'react'
import { localeFor } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'

/** `€ 12,000`; short: `€ 12K`, for an axis. */
export function useEuros(): { euros: (amount: number) => string; short: (amount: number) => string } {
  const { language } = useTranslation()
  return useMemo(() => {
    const locale = localeFor(language, navigator.languages ?? [])
    const money = { style: 'currency', currency: 'EUR', maximumFractionDigits: 0 } as const
    const whole = new Intl.NumberFormat(locale, money)
    const compact = new Intl.NumberFormat(locale, { ...money, notation: 'compact', maximumFractionDigits: 1 })
    return { euros: (amount) => whole.format(amount), short: (amount) => compact.format(amount) }
  }, [language])
}
