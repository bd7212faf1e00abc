// Owns how a phase is called and what it asks, in the reader's words.

import { useTranslation } from '../i18n/translation.ts'
import type { Phase } from '../../shared/session.ts'
import { partIn, wordsOf } from './steps.ts'

export interface PhaseText {
  name: (phase: Phase) => string
  /** One plain sentence of what to do now. */
  sentence: (phase: Phase, leads: boolean) => string
  closing: (phase: Phase, seconds: number) => string
}

export function usePhaseText(): PhaseText {
  const { t } = useTranslation('session')
  return {
    name: (phase) => phase.title || t(`phase.${wordsOf(phase)}.name`),
    sentence: (phase, leads) => t(`phase.${wordsOf(phase)}.${partIn(phase.policy, phase.kind, leads)}`),
    closing: (phase, seconds) => t(`phase.${wordsOf(phase)}.closing`, { seconds }),
  }
}
