// Owns choosing how a session goes: the recipes as cards, each with one line of what happens and its row of phases.

import { Button } from '@mantine/core'
import { useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { type Phase, RECIPE_STEPS, type RecipeName } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { PhaseMark } from './phase-mark.tsx'
import classes from './recipes.module.css'
import { wordsOf } from './steps.ts'
import { MINUTE_MS } from './use-lead.ts'

type Ready = Exclude<RecipeName, 'own'>
const READY = Object.keys(RECIPE_STEPS) as Ready[]

export function Recipes({ boardId, onStarted }: { boardId: BoardId; onStarted: () => void }) {
  const { t } = useTranslation('session')
  const [chosen, choose] = useState<Ready>('brainstorm')
  const start = useCommand('session.start')

  async function submit(): Promise<void> {
    const outcome = await start.run({ boardId, recipe: chosen })
    if (!outcome.ok) return
    onStarted()
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault()
        void submit()
      }}
    >
      <fieldset className={classes.recipes}>
        <legend className="kiem-unseen">{t('start.recipes')}</legend>
        {READY.map((recipe) => (
          <label key={recipe} className={classes.recipe} data-chosen={recipe === chosen || undefined}>
            <input
              type="radio"
              name="recipe"
              className="kiem-unseen"
              value={recipe}
              checked={recipe === chosen}
              onChange={() => choose(recipe)}
            />
            <span className={classes.head}>
              <strong>{t(`recipe.${recipe}.name`)}</strong>
              <span className={classes.total}>
                <Total recipe={recipe} />
              </span>
            </span>
            <span className={classes.what}>{t(`recipe.${recipe}.what`)}</span>
            <PhaseRow recipe={recipe} />
          </label>
        ))}
      </fieldset>
      <RefusalText refusal={start.refusal} />
      <Button type="submit" fullWidth className={classes.submit} loading={start.busy}>
        {t('start.chosen', { name: t(`recipe.${chosen}.name`) })}
      </Button>
    </form>
  )
}

function Total({ recipe }: { recipe: Ready }) {
  const { t } = useTranslation('session')
  const totalMs = RECIPE_STEPS[recipe].reduce((sum, { timerMs }) => sum + (timerMs ?? 0), 0)
  return t('start.total', { count: Math.round(totalMs / MINUTE_MS) })
}

function PhaseRow({ recipe }: { recipe: Ready }) {
  const { t } = useTranslation('session')
  return (
    <span className={classes.row}>
      {RECIPE_STEPS[recipe].map((step, place) => {
        const phase: Phase = { ...step, phaseId: String(place), title: '' }
        return (
          <span key={phase.phaseId} className={classes.phase}>
            <PhaseMark phase={phase} size={16} />
            <span>{t(`phase.${wordsOf(phase)}.name`)}</span>
            {phase.timerMs ? (
              <span className={classes.minutes}>{t('start.minutes', { count: phase.timerMs / MINUTE_MS })}</span>
            ) : null}
          </span>
        )
      })}
    </span>
  )
}
