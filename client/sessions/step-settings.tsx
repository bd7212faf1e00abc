// Owns what may be done in one step, as plain questions with a few answers each, and how its vote is counted.

import type { ReactNode } from 'react'
import { METHODS, type Method } from '../../shared/rounds.ts'
import { HANDS, type Hands, type Phase, type PhasePolicy } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { changedPolicy, withDots, withMethod } from './plan.ts'
import classes from './plan.module.css'

interface StepSettingsProps {
  phase: Phase
  onChange: (change: Partial<Phase>) => void
}

/** What a room can still talk about. */
const BEST = [3, 5, 10]
const ASKED = ['write', 'arrange', 'react'] as const satisfies (keyof PhasePolicy)[]

export function StepSettings({ phase, onChange }: StepSettingsProps) {
  const { t } = useTranslation('lead')
  const { policy, round } = phase
  const set = (change: Partial<PhasePolicy>) => onChange({ policy: changedPolicy(policy, change) })
  const method = round ? (round.method ?? 'dots') : 'none'
  return (
    <div className={classes.settings}>
      {ASKED.map((what) => (
        <Question key={what} label={t(`plan.${what}`)}>
          <select value={policy[what]} onChange={(event) => set({ [what]: event.currentTarget.value as Hands })}>
            {HANDS.map((hands) => (
              <option key={hands} value={hands}>
                {t(`plan.hands.${hands}`)}
              </option>
            ))}
          </select>
        </Question>
      ))}
      {policy.write === 'nobody' ? null : (
        <Question label={t('plan.seen')}>
          <select
            value={policy.sealed ? 'sealed' : 'open'}
            onChange={(event) => set({ sealed: event.currentTarget.value === 'sealed' })}
          >
            <option value="open">{t('plan.seenNow')}</option>
            <option value="sealed">{t('plan.seenLater')}</option>
          </select>
        </Question>
      )}
      <Question label={t('plan.vote')}>
        <select
          value={method}
          onChange={(event) => onChange(withMethod(phase, event.currentTarget.value as Method | 'none'))}
        >
          <option value="none">{t('plan.method.none')}</option>
          {METHODS.map((each) => (
            <option key={each} value={each}>
              {t(`plan.method.${each}`)}
            </option>
          ))}
        </select>
      </Question>
      {round || phase.kind === 'discuss' || phase.kind === 'decide' ? (
        <Question label={t('plan.best')}>
          <select
            value={phase.best ?? ''}
            onChange={({ currentTarget: { value } }) => onChange({ best: value === '' ? undefined : Number(value) })}
          >
            <option value="">{t('plan.bestAll')}</option>
            {[...new Set([...BEST, ...(phase.best === undefined ? [] : [phase.best])])].map((count) => (
              <option key={count} value={count}>
                {t('plan.bestOf', { count })}
              </option>
            ))}
          </select>
        </Question>
      ) : null}
      {round && method === 'dots' ? (
        <>
          <Question label={t('plan.budget')}>
            <Count
              value={round.budget}
              most={100}
              onChange={(budget) => onChange({ round: withDots(round, { budget }) })}
            />
          </Question>
          <Question label={t('plan.perIdea')}>
            <Count
              value={round.maxPerIdea}
              most={round.budget}
              onChange={(maxPerIdea) => onChange({ round: withDots(round, { maxPerIdea }) })}
            />
          </Question>
        </>
      ) : null}
      {round ? (
        <>
          <Tick
            label={t('plan.blind')}
            checked={round.blind}
            onChange={(blind) => onChange({ round: { ...round, blind } })}
          />
          <Tick
            label={t('plan.secret')}
            checked={round.secret}
            onChange={(secret) => onChange({ round: { ...round, secret } })}
          />
        </>
      ) : null}
    </div>
  )
}

function Question({ label, children }: { label: string; children: ReactNode }) {
  return (
    <label className={classes.question}>
      <span>{label}</span>
      {children}
    </label>
  )
}

function Count({ value, most, onChange }: { value: number; most: number; onChange: (value: number) => void }) {
  return (
    <input
      type="number"
      min={1}
      max={most}
      value={value}
      onChange={(event) => {
        const next = Math.round(event.currentTarget.valueAsNumber)
        if (next >= 1 && next <= most) onChange(next)
      }}
    />
  )
}

function Tick({ label, checked, onChange }: { label: string; checked: boolean; onChange: (checked: boolean) => void }) {
  return (
    <label className={classes.tick}>
      <input type="checkbox" checked={checked} onChange={(event) => onChange(event.currentTarget.checked)} />
      <span>{label}</span>
    </label>
  )
}
