// Owns estimates side by side: a row for each figure with everybody's number on one line, so that one sees how far people are
// apart before one reads a number; and below it who said what, and what it rests on.

import type { Estimate, Spread } from '../../shared/business-case.ts'
import type { BusinessCaseView } from '../../shared/business-case-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './case.module.css'
import { useEuros } from './euros.ts'

type Combined = NonNullable<BusinessCaseView['combined']>
const FIGURES = ['valueLow', 'valueHigh', 'costOnce', 'costYearly', 'workDays', 'confidence'] as const

export function Estimates({ estimates, combined }: { estimates: BusinessCaseView['estimates']; combined: Combined }) {
  const { t } = useTranslation('estimate')
  const said = useSaid()
  return (
    <div className={classes.side}>
      <h3>
        {t('side')} <span className={classes.soft}>{t('estimates', { count: estimates.length })}</span>
      </h3>
      <dl className={classes.figures}>
        {FIGURES.map((figure) => {
          const { least, middle, most } = combined.spreads[figure]
          return (
            <div key={figure}>
              <dt>{t(figure)}</dt>
              <dd>
                <strong>{said(figure, middle)}</strong>
                {least === most ? null : (
                  <span className={classes.soft}>
                    {t('apart', { least: said(figure, least), most: said(figure, most) })}
                  </span>
                )}
                <Dots spread={combined.spreads[figure]} values={estimates.map((one) => one[figure])} />
              </dd>
            </div>
          )
        })}
      </dl>
      <ul className={classes.who}>
        {estimates.map((estimate, place) => {
          const name = estimate.mine ? t('you') : (estimate.by?.name ?? t('someone'))
          return (
            // oxlint-disable-next-line react/no-array-index-key -- on an anonymous board an estimate has nothing else to go by
            <li key={place}>
              <strong>{name}</strong>{' '}
              <span className={classes.soft}>
                {said('valueLow', estimate.valueLow)} – {said('valueHigh', estimate.valueHigh)},{' '}
                {t('sure', { share: said('confidence', estimate.confidence) })}
              </span>
              {estimate.basis ? <p>{estimate.basis}</p> : null}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** Everybody's number as a dot on the way from nothing to the most. */
function Dots({ spread: { middle, most }, values }: { spread: Spread; values: readonly number[] }) {
  const at = (value: number) => `${most === 0 ? 0 : (value / most) * 100}%`
  return (
    <span className={classes.dots} aria-hidden="true">
      {values.map((value, place) => (
        // oxlint-disable-next-line react/no-array-index-key -- dots are alike
        <i key={place} style={{ insetInlineStart: at(value) }} />
      ))}
      <b style={{ insetInlineStart: at(middle) }} />
    </span>
  )
}

function useSaid() {
  const { euros } = useEuros()
  const format = useFormat()
  return (figure: keyof Estimate, value: number) =>
    figure === 'confidence'
      ? format.percent(value / 100)
      : figure === 'workDays'
        ? format.number(Math.round(value))
        : euros(Math.round(value))
}
