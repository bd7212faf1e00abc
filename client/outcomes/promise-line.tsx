// Owns a promise drawn: where it stood, where it is to be, and where it came, on one line; and the same in words.

import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { OutcomePromise, OutcomeResult } from '../../shared/outcomes.ts'
import { withUnit } from '../ui/figures.ts'
import { placesOf, shareOf } from './figures.ts'
import classes from './outcome.module.css'

type Promised = Pick<OutcomePromise, 'unit' | 'baseline' | 'promised'>

export function PromiseLine({ promise, result }: { promise: Promised; result: Pick<OutcomeResult, 'value'> | null }) {
  const { t } = useTranslation('outcome')
  const format = useFormat()
  const value = result?.value ?? null
  const places = placesOf(promise, value)
  const share = value === null ? null : shareOf(promise, value)
  const reached = places.measured ?? places.baseline
  const [from, to] = [Math.min(places.baseline, reached), Math.max(places.baseline, reached)]
  return (
    <div className={classes.drawn}>
      <div className={classes.track} aria-hidden="true">
        <span className={classes.way} data-wrong={(share ?? 0) < 0 || undefined} style={span(from, to)} />
        <span className={classes.dot} data-at="baseline" style={at(places.baseline)} />
        <span className={classes.dot} data-at="promised" style={at(places.promised)} />
        {places.measured === null ? null : (
          <span className={classes.dot} data-at="measured" style={at(places.measured)} />
        )}
      </div>
      <dl className={classes.figures}>
        <Figure name="baseline" words={t('baseline')} value={withUnit(promise.baseline, promise.unit, format)} />
        <Figure name="promised" words={t('promised')} value={withUnit(promise.promised, promise.unit, format)} />
        {value === null ? null : (
          <Figure name="measured" words={t('measured')} value={withUnit(value, promise.unit, format)} />
        )}
      </dl>
      {share === null ? null : (
        <p className={classes.share}>{share < 0 ? t('away') : t('share', { share: format.percent(share) })}</p>
      )}
    </div>
  )
}

const percent = (place: number) => `${place * 100}%`
const at = (place: number) => ({ insetInlineStart: percent(place) })
const span = (from: number, to: number) => ({ insetInlineStart: percent(from), width: percent(to - from) })

function Figure({ name, words, value }: { name: string; words: string; value: string }) {
  return (
    <div>
      <dt>
        <span className={classes.key} data-at={name} aria-hidden="true" />
        {words}
      </dt>
      <dd>{value}</dd>
    </div>
  )
}
