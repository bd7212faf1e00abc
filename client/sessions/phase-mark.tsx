// Owns the mark of each phase; a sealed one has the closed lid, everywhere the same.

import {
  IconBulb,
  IconChecklist,
  IconCircleDotted,
  IconEye,
  IconEyeClosed,
  IconMessages,
  IconPencil,
  IconStack2,
} from '@tabler/icons-react'
import type { Phase } from '../../shared/session.ts'
import { wordsOf } from './steps.ts'

const MARKS = {
  sealed: IconEyeClosed,
  write: IconPencil,
  reveal: IconEye,
  group: IconStack2,
  vote: IconChecklist,
  score: IconChecklist,
  ballot: IconChecklist,
  discuss: IconMessages,
  decide: IconBulb,
} as const

export function PhaseMark({ phase, size }: { phase: Phase | null; size: number | string }) {
  const Mark = phase ? MARKS[wordsOf(phase)] : IconCircleDotted
  return <Mark size={size} stroke={1.8} aria-hidden="true" />
}
