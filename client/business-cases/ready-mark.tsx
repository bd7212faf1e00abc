// Owns the quiet mark on a card: how many signs say that the idea is ready to be taken up. Loaded with the first card that has one.

import { READY_SIGNALS } from '../../shared/business-case-views.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './ready-mark.module.css'

export function ReadyMark({ ready }: { ready: number }) {
  const { t } = useTranslation('estimate')
  const words = t('ready.mark', { count: ready, all: READY_SIGNALS.length })
  return (
    <span className={classes.mark} title={t('ready.title')}>
      <span aria-hidden="true" className={classes.dots}>
        {READY_SIGNALS.map((sign, place) => (
          <i key={sign} data-there={place < ready || undefined} />
        ))}
      </span>
      {words}
    </span>
  )
}
