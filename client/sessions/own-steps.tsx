// Owns changing the steps of a recipe before it begins, and keeping them as one's own.

import { Button, TextInput } from '@mantine/core'
import { IconArrowLeft } from '@tabler/icons-react'
import { useState } from 'react'
import { RECIPE_NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { OwnRecipe, Phase } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { PlanEditor } from './plan-editor.tsx'
import classes from './plan.module.css'

interface OwnStepsProps {
  phases: readonly Phase[]
  /** The own one that is changed; null: a ready-made one. */
  recipe: OwnRecipe | null
  onChange: (phases: readonly Phase[]) => void
  onBack: () => void
}

export function OwnSteps({ phases, recipe, onChange, onBack }: OwnStepsProps) {
  const { t } = useTranslation('lead')
  const [name, setName] = useState(recipe?.name ?? '')
  const save = useCommand('recipe.save')
  const [saved, setSaved] = useState<string | null>(null)

  async function keep(): Promise<void> {
    const recipeId = recipe && recipe.name === name.trim() ? recipe.recipeId : null
    const outcome = await save.run({ name, phases: [...phases], ...(recipeId ? { recipeId } : {}) })
    if (!outcome.ok) return
    const words = t('plan.saved', { name: name.trim() })
    setSaved(words)
    announce(words)
  }
  return (
    <>
      <Button
        variant="subtle"
        size="sm"
        mb="xs"
        leftSection={<IconArrowLeft size={18} stroke={1.8} aria-hidden="true" />}
        onClick={onBack}
      >
        {t('plan.back')}
      </Button>
      <PlanEditor phases={phases} onId={null} onChange={onChange} />
      <div className={classes.save}>
        <TextInput
          label={t('plan.saveAs')}
          value={name}
          maxLength={RECIPE_NAME_MAX_CHARS}
          onChange={(event) => {
            setName(event.currentTarget.value)
            setSaved(null)
          }}
        />
        <Button variant="default" disabled={name.trim() === ''} loading={save.busy} onClick={() => void keep()}>
          {t('plan.save')}
        </Button>
      </div>
      {saved ? <p>{saved}</p> : null}
      <RefusalText refusal={save.refusal} />
    </>
  )
}
