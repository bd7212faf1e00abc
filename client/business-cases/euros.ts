// Owns how amounts of a business case are said, and how a typed one is read.

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

/** Whole numbers alone, with any thousands marks or none; empty is zero. Null: not one. */
export function wholeIn(typed: string): number | null {
  const text = typed.replace(/[\s\u00A0€%]/g, '')
  if (text === '') return 0
  if (/^\d+$/.test(text)) return Number(text)
  return /^\d{1,3}([.,'’]\d{3})+$/.test(text) ? Number(text.replace(/\D/g, '')) : null
}
