// Owns how a topic is called where a card's whole text does not fit: its first line, or its number.

import { useTranslation } from '../i18n/translation.ts'

export function useTopicName(): (topic: { text: string; number: number }) => string {
  const { t } = useTranslation('ballot')
  return ({ text, number }) => text.trim().split('\n')[0] || t('panel.untitled', { number })
}
