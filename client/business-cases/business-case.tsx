// Owns the business case of an idea, on one screen: who benefits, what it comes to in three years, and several people's
// estimates side by side.

import { Button, Group } from '@mantine/core'
import { useState } from 'react'
import type { NetYear } from '../../shared/business-case.ts'
import type { BusinessCaseView } from '../../shared/business-case-views.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { Beneficiaries } from './beneficiaries.tsx'
import classes from './case.module.css'
import { EstimateForm } from './estimate-form.tsx'
import { Estimates } from './estimates.tsx'
import { useEuros } from './euros.ts'
import { NetChart } from './net-chart.tsx'

export function BusinessCase({ ideaId, isAnonymous }: { ideaId: IdeaId; isAnonymous: boolean }) {
  const { t } = useTranslation('estimate')
  const { data: view } = useRead<BusinessCaseView>(`idea:${ideaId}`, `/api/ideas/${ideaId}/business-case`)
  const remove = useCommand('estimate.remove')
  const [writing, setWriting] = useState(false)
  if (!view) return null
  const { combined, estimates, mayWrite } = view
  if (!mayWrite && !combined && !view.beneficiaries) return null
  const mine = estimates.find((estimate) => estimate.mine) ?? null

  async function takeAway(): Promise<void> {
    const outcome = await remove.run({ ideaId })
    if (outcome.ok) await invalidate([`idea:${ideaId}`])
  }

  return (
    <section className={classes.case} aria-labelledby="business-case-title">
      <h2 id="business-case-title">{t('title')}</h2>
      <Beneficiaries ideaId={ideaId} view={view} />
      {combined ? (
        <>
          <NetChart net={combined.net} />
          <Summary view={view} net={combined.net} />
          <Calibrated calibration={view.calibration} />
          <Estimates estimates={estimates} combined={combined} />
        </>
      ) : (
        <>
          <p className={classes.soft}>{t('empty')}</p>
          <Calibrated calibration={view.calibration} />
        </>
      )}
      {mayWrite && writing ? (
        <EstimateForm ideaId={ideaId} mine={mine} isAnonymous={isAnonymous} onClose={() => setWriting(false)} />
      ) : null}
      {mayWrite && !writing ? (
        <Group gap="sm">
          <Button variant="default" onClick={() => setWriting(true)}>
            {t(mine ? 'change' : 'add')}
          </Button>
          {mine ? (
            <Button variant="subtle" color="gray" loading={remove.busy} onClick={() => void takeAway()}>
              {t('remove')}
            </Button>
          ) : null}
        </Group>
      ) : null}
      <RefusalText refusal={remove.refusal} />
    </section>
  )
}

function Summary({ view, net }: { view: BusinessCaseView; net: readonly NetYear[] }) {
  const { t } = useTranslation('estimate')
  const { euros } = useEuros()
  const pays = net.find(({ year, low, high }) => year > 0 && low + high >= 0)
  return (
    <div className={classes.summary}>
      <p>
        {pays ? t('pays', { year: pays.year }) : t('paysNot')}{' '}
        <span className={classes.soft}>{t('rate', { rate: euros(view.dayRate) })}</span>
      </p>
    </div>
  )
}

/** Also before anybody has estimated: it is for whoever does it next. */
function Calibrated({ calibration }: Pick<BusinessCaseView, 'calibration'>) {
  const { t } = useTranslation('estimate')
  const format = useFormat()
  if (!calibration) return null
  const { closed, middle, low, high } = calibration
  const shares = { middle: format.percent(middle), low: format.percent(low), high: format.percent(high) }
  return <p className={classes.calibration}>{t('calibration', { count: closed, ...shares })}</p>
}
