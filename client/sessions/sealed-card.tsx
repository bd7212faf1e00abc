// Owns one sealed idea of mine: its words, the closed lid, and what can be done with it. A change that could not be sent
// before the phase shut is kept as a draft.

import { ActionIcon, Menu } from '@mantine/core'
import { IconDots, IconEyeClosed, IconPencil, IconReceipt, IconTrash } from '@tabler/icons-react'
import type { BoardId, ColumnId, NoteColor } from '../../shared/model.ts'
import { NOTE_COLORS } from '../../shared/model.ts'
import type { SealedIdea } from '../../shared/session.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send } from '../live/command.ts'
import { readAgain } from '../live/reads.ts'
import { currentUser } from '../live/session.ts'
import { copyText } from '../ui/copy-text.ts'
import { noteStyle } from '../ui/note-color.tsx'
import { showNotice, showUndo } from '../ui/notices.tsx'
import { useRefusal } from '../ui/refusal.tsx'
import { amendMine, mineOf } from './mine.ts'
import { dropReceipt } from './receipts.ts'
import { SealedEditor } from './sealed-editor.tsx'
import classes from './sealed.module.css'

const ICON = { size: 18, stroke: 1.8, 'aria-hidden': true } as const
/** Enough of a receipt to compare by eye. */
const SHORT_CHARS = 8

interface SealedCardProps {
  boardId: BoardId
  idea: SealedIdea
  editing: boolean
  onEdit: (is: boolean) => void
}

export function SealedCard({ boardId, idea, editing, onEdit }: SealedCardProps) {
  const { t } = useTranslation('session')
  const { t: common } = useTranslation()
  const change = useChange(boardId, idea)
  const color = (NOTE_COLORS as readonly string[]).includes(idea.color) ? (idea.color as NoteColor) : 'sun'

  async function copyReceipt(): Promise<void> {
    if (await copyText(idea.receipt)) showNotice({ text: t('sealed.copied') })
  }
  return (
    <article
      className={classes.card}
      style={noteStyle(color) as Record<string, string>}
      aria-label={t('sealed.card', { text: idea.text })}
      data-sealed-card
    >
      {editing ? (
        <SealedEditor
          boardId={boardId}
          idea={idea}
          onDone={(text) => {
            onEdit(false)
            if (text !== null && text !== idea.text) void change.write({ text })
          }}
        />
      ) : (
        <p className={classes.text}>{idea.text}</p>
      )}
      <footer className={classes.foot}>
        <IconEyeClosed size={18} stroke={1.8} aria-hidden="true" />
        <span>{t('sealed.only')}</span>
        <span className={classes.space} />
        <ActionIcon aria-label={t('sealed.edit')} onClick={() => onEdit(true)} disabled={editing}>
          <IconPencil size={18} stroke={1.8} aria-hidden="true" />
        </ActionIcon>
        <Menu position="bottom-end" width={260} portalProps={{ target: '#main' }}>
          <Menu.Target>
            <ActionIcon aria-label={t('sealed.more')}>
              <IconDots size={18} stroke={1.8} aria-hidden="true" />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            <div className={classes.swatches} role="group" aria-label={common('note.label')}>
              {NOTE_COLORS.map((each) => (
                <Menu.Item
                  key={each}
                  className={classes.swatch}
                  aria-label={common(`note.${each}`)}
                  title={common(`note.${each}`)}
                  onClick={() => void change.write({ color: each })}
                >
                  <span
                    className={classes.dot}
                    data-chosen={each === color || undefined}
                    style={{ background: `var(--kiem-note-${each})`, borderColor: `var(--kiem-note-${each}-edge)` }}
                  />
                </Menu.Item>
              ))}
            </div>
            <Menu.Item
              leftSection={<IconReceipt {...ICON} />}
              title={t('sealed.receiptWhy')}
              rightSection={<code className={classes.short}>{idea.receipt.slice(0, SHORT_CHARS)}</code>}
              onClick={() => void copyReceipt()}
            >
              {t('sealed.copyReceipt')}
            </Menu.Item>
            <Menu.Item leftSection={<IconTrash {...ICON} />} onClick={() => void change.remove()}>
              {common('action.delete')}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      </footer>
    </article>
  )
}

function useChange(boardId: BoardId, idea: SealedIdea) {
  const { t } = useTranslation('session')
  const { t: common } = useTranslation()
  const words = useRefusal()
  const { ideaId } = idea

  async function heard(sent: ReturnType<typeof send<'sealed.update'>>): Promise<void> {
    const outcome = await sent
    if (!outcome.ok) showNotice({ text: words(outcome.error), tone: 'problem' })
    await readAgain(mineOf(boardId))
  }
  return {
    write(what: { text?: string; color?: NoteColor }): Promise<void> {
      amendMine(boardId, (mine) => ({
        ...mine,
        sealed: mine.sealed.map((each) => (each.ideaId === ideaId ? { ...each, ...what } : each)),
      }))
      return heard(send('sealed.update', { boardId, ideaId, ...what }))
    },
    async remove(): Promise<void> {
      amendMine(boardId, (mine) => ({ ...mine, sealed: mine.sealed.filter((each) => each.ideaId !== ideaId) }))
      const outcome = await send('sealed.remove', { boardId, ideaId })
      if (!outcome.ok) {
        showNotice({ text: words(outcome.error), tone: 'problem' })
        return void (await readAgain(mineOf(boardId)))
      }
      const user = currentUser()
      if (user) dropReceipt(user.userId, boardId, ideaId)
      showUndo(t('sealed.removed'), common('action.undo'), () => {
        const again = { boardId, text: idea.text, ...(idea.columnId ? { column: idea.columnId as ColumnId } : {}) }
        void send('idea.add', again).then(() => invalidate([`mine:${boardId}`]))
      })
    },
  }
}
