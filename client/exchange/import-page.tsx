// Owns bringing a file of ideas onto a board: choose it, see what will come of it, settle what was guessed wrong, watch it
// go in, read what did not. Nothing on the board changes before the person has seen the preview.

import { Stack } from '@mantine/core'
import { useRef, useState } from 'react'
import type { ImportPreview, ImportReport } from '../../shared/exchange.ts'
import { IMPORT_FILE_MAX_BYTES } from '../../shared/limits.ts'
import type { BoardId, BoardView } from '../../shared/model.ts'
import type { Outcome, Refusal } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useEvent } from '../live/events.ts'
import { newId } from '../live/keys.ts'
import { BoardSidePage } from '../ui/board-side-page.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import styles from './exchange.module.css'
import { FileChoice } from './file-choice.tsx'
import { ImportDone } from './import-done.tsx'
import { ImportPreviewView } from './import-preview.tsx'
import { ImportProgress } from './import-progress.tsx'
import { askPreview, type Choices, runImport } from './import-request.ts'

export function ImportPage({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('exchange')
  return (
    <BoardSidePage
      boardId={boardId}
      permission="board.import"
      width="wide"
      title={t('title')}
      lead={(board) => t('lead', { board: board.title })}
      back={t('toBoard')}
      backClassName={styles.back}
      mayNot={t('mayNot')}
      lines={4}
    >
      {(board) => <Import board={board} />}
    </BoardSidePage>
  )
}

type Step =
  | { is: 'choose'; refusal: Refusal | null }
  | { is: 'reading'; file: File; share: number }
  | { is: 'preview'; file: File; preview: ImportPreview; asking: boolean; refusal: Refusal | null }
  | { is: 'importing'; file: File; importId: string; done: number; total: number }
  | { is: 'done'; report: ImportReport }

const TOO_LARGE: Refusal = {
  kind: 'too-large',
  reason: 'file-too-large',
  message: 'the file is too large',
  limit: IMPORT_FILE_MAX_BYTES,
}

function Import({ board }: { board: BoardView }) {
  const { t } = useTranslation('exchange')
  const { boardId } = board
  const [step, setStep] = useState<Step>({ is: 'choose', refusal: null })
  const [choices, setChoices] = useState<Choices>({})
  // Of several previews under way only the last one asked for counts.
  const asked = useRef(0)

  useEvent('import', ({ importId, done, total }) => {
    setStep((now) => (now.is === 'importing' && now.importId === importId ? { ...now, done, total } : now))
  })

  async function choose(file: File): Promise<void> {
    setChoices({})
    if (file.size > IMPORT_FILE_MAX_BYTES) return setStep({ is: 'choose', refusal: TOO_LARGE })
    setStep({ is: 'reading', file, share: 0 })
    const outcome = await preview(file, {}, (share) => setStep({ is: 'reading', file, share }))
    if (!outcome) return
    if (!outcome.ok) return setStep({ is: 'choose', refusal: outcome.error })
    setStep({ is: 'preview', file, preview: outcome.value, asking: false, refusal: null })
    announce(t('preview.good', { count: outcome.value.good }))
  }

  async function settle(next: Choices): Promise<void> {
    if (step.is !== 'preview') return
    const { file } = step
    setChoices(next)
    // Without a column of ideas there is nothing to preview; the page says what is missing.
    if (next.mapping && !next.mapping.includes('text')) {
      asked.current++
      return setStep({ ...step, asking: false })
    }
    setStep({ ...step, asking: true })
    const outcome = await preview(file, next, () => undefined)
    if (!outcome) return
    if (outcome.ok) setStep({ is: 'preview', file, preview: outcome.value, asking: false, refusal: null })
    else setStep({ ...step, asking: false, refusal: outcome.error })
  }

  /** Null: a later one was asked for meanwhile. */
  async function preview(
    file: File,
    given: Choices,
    onSent: (share: number) => void,
  ): Promise<Outcome<ImportPreview> | null> {
    const mine = ++asked.current
    const outcome = await askPreview(boardId, file, given, (share) => mine === asked.current && onSent(share))
    return mine === asked.current ? outcome : null
  }

  async function start(): Promise<void> {
    if (step.is !== 'preview') return
    const before = step
    const importId = newId()
    setStep({ is: 'importing', file: before.file, importId, done: 0, total: before.preview.total })
    const outcome = await runImport(boardId, before.file, choices, importId)
    await invalidate([`board:${boardId}`, 'boards'])
    if (!outcome.ok) return setStep({ ...before, refusal: outcome.error })
    setStep({ is: 'done', report: outcome.value })
    announce(t('done.added', { count: outcome.value.added }))
  }

  const again = () => setStep({ is: 'choose', refusal: null })

  switch (step.is) {
    case 'choose':
      return (
        <Stack gap="md">
          <FileChoice onFile={(file) => void choose(file)} />
          <RefusalText refusal={step.refusal} />
        </Stack>
      )
    case 'reading':
      return <ImportProgress label={t('reading', { file: step.file.name })} share={step.share} />
    case 'preview':
      return (
        <ImportPreviewView
          fileName={step.file.name}
          preview={step.preview}
          asking={step.asking}
          refusal={step.refusal}
          choices={choices}
          onChoices={(next) => void settle(next)}
          onStart={() => void start()}
          onOther={again}
        />
      )
    case 'importing':
      return (
        <ImportProgress
          label={t('importing', { file: step.file.name })}
          share={step.total === 0 ? 0 : step.done / step.total}
          count={{ done: step.done, total: step.total }}
        />
      )
    case 'done':
      return <ImportDone boardId={boardId} report={step.report} onOther={again} />
  }
}
