// Owns how a figure of answering is said: days, quarters.

import type { Quarter } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'

const NAMES = ['first', 'second', 'third', 'fourth'] as const

export function useFigureWords() {
  const { t, language } = useTranslation('organisation')
  const format = useFormat()
  return {
    /** '3rd quarter of 2026' */
    quarter(quarter: Quarter): string {
      const [year = '', number = '1'] = quarter.split('-Q')
      const name = NAMES[Number(number) - 1] ?? 'first'
      return t('answering.quarter', { quarter: t(`answering.${name}`), year })
    },
    /** 'Q3' or 'K3', as a mark under a bar. */
    short(quarter: Quarter): string {
      const [, number = '1'] = quarter.split('-Q')
      return `${language === 'nl' ? 'K' : 'Q'}${number}`
    },
    /** '2.5 days', 'within a day'; null stays null. */
    days(days: number | null): string | null {
      if (days === null) return null
      if (days < 1) return t('answering.withinDay')
      // The plural of a fraction is that of many.
      return t('answering.days', { count: days === 1 ? 1 : 2, days: format.number(days) })
    },
  }
}
