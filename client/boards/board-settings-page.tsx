// Owns the settings of a board: what it asks, its columns, who may join and under which promise about names, its people,
// and closing it. Only for who leads it; the server decides again.

import { Button, Checkbox, Group, Stack, Textarea, TextInput } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { BOARD_QUESTION_MAX_CHARS, BOARD_TITLE_MAX_CHARS } from '../../shared/limits.ts'
import { type BoardId, type BoardView, type Joining, JOININGS, type Naming, NAMINGS } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send, useCommand } from '../live/command.ts'
import { useLedger, useLedgerIdeas } from '../live/ledger.ts'
import { useRoles, useUser } from '../live/session.ts'
import { BoardSidePage } from '../ui/board-side-page.tsx'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText, useRefusal } from '../ui/refusal.tsx'
import { useBoardClosing } from './board-closing.ts'
import { ChoiceCards } from './choice-cards.tsx'
import { SettingsColumns } from './settings-columns.tsx'
import { SettingsPeople } from './settings-people.tsx'
import classes from './settings.module.css'

interface BoardSettingsPageProps {
  boardId: BoardId
  /** Which goals it serves: another room's part. */
  goals: ReactNode
  /** Cards that were reported: another room's part. */
  reports: ReactNode
}

export function BoardSettingsPage({ boardId, goals, reports }: BoardSettingsPageProps) {
  const { t } = useTranslation('board')
  return (
    <BoardSidePage
      boardId={boardId}
      permission="board.manage"
      width="narrow"
      title={t('settings.title')}
      lead={(board) => board.title}
      back={t('settings.back')}
      backClassName={classes.back}
      mayNot={t('settings.mayNot')}
      lines={6}
    >
      {(board) => <Settings board={board} goals={goals} reports={reports} />}
    </BoardSidePage>
  )
}

function Settings({ board, goals, reports }: Omit<BoardSettingsPageProps, 'boardId'> & { board: BoardView }) {
  return (
    <Stack gap="xl">
      <About key={board.boardId} board={board} />
      <Asks board={board} />
      {goals}
      <SettingsColumns board={board} />
      <Joins board={board} />
      <Names board={board} />
      <SettingsPeople board={board} />
      {reports}
      <Closing board={board} />
    </Stack>
  )
}

function About({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const [title, setTitle] = useState(board.title)
  const [question, setQuestion] = useState(board.question)
  const [missing, setMissing] = useState(false)
  const update = useCommand('board.update')

  async function save(): Promise<void> {
    setMissing(title.trim() === '')
    if (title.trim() === '') return
    const outcome = await update.run({ boardId: board.boardId, title, question })
    if (!outcome.ok) return
    showNotice({ text: t('settings.saved') })
    await invalidate([`board:${board.boardId}`, 'boards'])
  }

  return (
    <form
      noValidate
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <Stack gap="md">
        <TextInput
          label={t('settings.name')}
          value={title}
          maxLength={BOARD_TITLE_MAX_CHARS}
          error={missing ? t('settings.nameEmpty') : undefined}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <Textarea
          label={t('settings.question')}
          description={t('settings.questionHint')}
          value={question}
          minRows={2}
          maxLength={BOARD_QUESTION_MAX_CHARS}
          onChange={(event) => setQuestion(event.currentTarget.value)}
        />
        <RefusalText refusal={update.refusal} />
        <Group>
          <Button type="submit" loading={update.busy} disabled={title === board.title && question === board.question}>
            {t('settings.save')}
          </Button>
        </Group>
      </Stack>
    </form>
  )
}

/** A setting that is sent as soon as it is chosen. */
function useSetting(board: BoardView) {
  const { t } = useTranslation('board')
  const words = useRefusal()
  return async (input: { joining?: Joining; naming?: Naming; asks?: boolean }) => {
    const outcome = await send('board.update', { boardId: board.boardId, ...input })
    if (outcome.ok) showNotice({ text: t('settings.saved') })
    else showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate([`board:${board.boardId}`])
  }
}

function Joins({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const words = useRefusal()
  const set = useSetting(board)

  async function rotate(): Promise<void> {
    const outcome = await send('board.rotate-code', { boardId: board.boardId })
    if (outcome.ok) showNotice({ text: t('settings.codeMade', { code: outcome.value.joinCode }) })
    else showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate([`board:${board.boardId}`])
  }

  return (
    <section className={classes.section}>
      <ChoiceCards
        label={t('settings.joining')}
        value={board.joining}
        onChange={(joining) => void set({ joining })}
        choices={JOININGS.map((value) => ({ value, label: t(`settings.${value}`), hint: t(`settings.${value}Hint`) }))}
      />
      {board.joinCode ? (
        <div className={classes.code}>
          <span>
            <span className={classes.codeLabel}>{t('settings.code')}</span>
            <strong className={classes.codeLetters}>{board.joinCode}</strong>
          </span>
          <ConfirmAction
            label={t('settings.codeNew')}
            question={t('settings.codeQuestion')}
            confirm={t('settings.codeNew')}
            onConfirm={rotate}
          >
            {t('settings.codeHint')}
          </ConfirmAction>
        </div>
      ) : null}
    </section>
  )
}

function Names({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const set = useSetting(board)
  const ideas = useLedgerIdeas(useLedger(board.boardId)).size
  return (
    <section className={classes.section}>
      <ChoiceCards
        label={t('settings.naming')}
        description={ideas > 0 ? t('settings.namingFixed') : undefined}
        value={board.naming}
        disabled={ideas > 0}
        onChange={(naming) => void set({ naming })}
        choices={NAMINGS.map((value) => ({ value, label: t(`settings.${value}`), hint: t(`settings.${value}Hint`) }))}
      />
    </section>
  )
}

/** For a sponsor; and for whoever leads the board, to take a name off again. */
function Asks({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const set = useSetting(board)
  const user = useUser()
  const roles = useRoles()
  if (!user || !(roles.has('sponsor') || board.askedBy)) return null
  return (
    <Checkbox
      size="md"
      label={t('settings.asks')}
      description={t('settings.asksHint', { name: board.askedBy?.name ?? user.name })}
      checked={board.askedBy !== undefined}
      onChange={(event) => void set({ asks: event.currentTarget.checked })}
    />
  )
}

function Closing({ board }: { board: BoardView }) {
  const { t } = useTranslation('board')
  const { lock, archive } = useBoardClosing(board.boardId)
  const archived = board.archivedAt !== null
  return (
    <section aria-labelledby="settings-closing" className={classes.section}>
      <h2 id="settings-closing">{t('settings.closing')}</h2>
      {archived ? null : (
        <div className={classes.closing}>
          <p>{t('settings.lockHint')}</p>
          <Button variant="default" onClick={() => void lock(!board.locked)}>
            {t(board.locked ? 'settings.unlock' : 'settings.lock')}
          </Button>
        </div>
      )}
      <div className={classes.closing}>
        <p>{t('settings.archiveHint')}</p>
        <Button variant="default" onClick={() => void archive(!archived)}>
          {t(archived ? 'settings.restore' : 'settings.archive')}
        </Button>
      </div>
    </section>
  )
}
