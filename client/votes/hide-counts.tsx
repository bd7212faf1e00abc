// Owns asking before the counts of an open vote are hidden: that is tightened and never loosened.

import { useTranslation } from '../i18n/translation.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'

export function HideCounts({ onHide }: { onHide: () => Promise<unknown> }) {
  const { t } = useTranslation('ballot')
  return (
    <ConfirmAction
      label={t('bar.hide')}
      question={t('bar.hideAsk')}
      confirm={t('bar.hide')}
      buttonProps={{ size: 'sm' }}
      onConfirm={onHide}
    >
      {t('bar.hideSure')}
    </ConfirmAction>
  )
}
