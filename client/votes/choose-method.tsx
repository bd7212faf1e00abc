// Owns choosing how people vote: four cards, each with one line of what happens.

import type { Method } from '../../shared/rounds.ts'
import { METHODS } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import styles from './open-round.module.css'

export function ChooseMethod({ method, onChoose }: { method: Method; onChoose: (method: Method) => void }) {
  const { t } = useTranslation('ballot')
  return (
    <fieldset className={styles.methods}>
      <legend>{t('method.label')}</legend>
      {METHODS.map((one) => (
        <label key={one} className={styles.method} data-chosen={one === method || undefined}>
          <input
            type="radio"
            name="method"
            className="kiem-unseen"
            value={one}
            checked={one === method}
            onChange={() => onChoose(one)}
          />
          {t(`method.${one}`)}
        </label>
      ))}
      <p className={styles.what}>{t(`what.${method}`)}</p>
    </fieldset>
  )
}
