// Owns how an idea's stage is shown: a word with a small sign, never colour alone.

import type { Stage } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './stage-mark.module.css'

const TONES: Record<Stage, 'plain' | 'moving' | 'good' | 'ended'> = {
  open: 'plain',
  shortlisted: 'moving',
  escalated: 'moving',
  accepted: 'good',
  'in-progress': 'good',
  realised: 'good',
  declined: 'ended',
  stopped: 'ended',
  merged: 'ended',
  parked: 'ended',
}

export function StageMark({ stage }: { stage: Stage }) {
  const { t } = useTranslation()
  return (
    <span className={classes.stage} data-tone={TONES[stage]}>
      {t(`stage.${stage}`)}
    </span>
  )
}
