// Owns the "not accepted" drawer: what of mine the server did not take, where it stood, since when, why, and what to do
// about it. It never throws words away by itself.

import { Button, Drawer } from '@mantine/core'
import { IconCopy, IconInfoCircle, IconTrash } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { parseDocumentName } from '../../shared/documents.ts'
import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { discardKept, type KeptText, keptWarned, useKept } from '../live/kept.ts'
import { useLedger, useLedgerBoard } from '../live/ledger.ts'
import { wholeText } from '../live/pieces.ts'
import { Link } from './address.tsx'
import { copyText } from './copy-text.ts'
import classes from './kept-drawer.module.css'
import { KeptEntry } from './kept-entry.tsx'
import { closeKept } from './kept-place.ts'
import { announce } from './live-region.tsx'
import { Sure } from './sure.tsx'
import { showNotice } from './notices.tsx'

/** Texts of one document refused for one reason belong together; the newest come first. */
function grouped(texts: readonly KeptText[]): KeptText[][] {
  const groups = new Map<string, KeptText[]>()
  for (const text of texts.toReversed()) {
    const key = `${text.document} ${text.why}`
    const group = groups.get(key)
    if (group) group.push(text)
    else groups.set(key, [text])
  }
  return [...groups.values()]
}

export function KeptDrawer({ userId }: { userId: string }) {
  const { t } = useTranslation('kept')
  const { t: common } = useTranslation()
  const { texts, durable, leaving } = useKept(userId)
  const end = useRef<HTMLParagraphElement>(null)
  useEffect(() => {
    if (leaving.size > 0) keptWarned(userId)
  }, [leaving, userId])

  async function copyAll(): Promise<void> {
    const all = texts.flatMap(({ pieces }) => (pieces.length > 0 ? [wholeText(pieces).trim()] : []))
    const done = await copyText(all.join('\n\n'))
    showNotice({ text: t(done ? 'copied' : 'copyFailed'), tone: done ? 'plain' : 'problem' })
  }

  function discard(gone: readonly KeptText[]): void {
    discardKept(
      userId,
      gone.map(({ id }) => id),
    )
    announce(t('discarded'))
    // Its button is gone with it: the keyboard goes on from here.
    end.current?.focus()
  }

  const hasWords = texts.some(({ pieces }) => pieces.length > 0)
  return (
    <Drawer
      opened
      onClose={closeKept}
      position="right"
      size="min(34rem, 100vw)"
      title={t('title')}
      closeButtonProps={{ 'aria-label': common('action.close') }}
      attributes={{ header: { role: 'presentation' } }}
      classNames={{ title: classes.title!, body: classes.body!, content: classes.content! }}
    >
      <p ref={end} tabIndex={-1} className={classes.intro}>
        {texts.length === 0 ? t('empty') : t('intro')} {hasWords ? t('legend') : null}
      </p>
      {durable ? null : <Warning>{t('pageOnly')}</Warning>}
      {leaving.size > 0 ? <Warning>{t('leaving', { count: leaving.size })}</Warning> : null}
      {texts.length > 1 ? (
        <div className={classes.all}>
          {hasWords ? (
            <Button
              variant="default"
              leftSection={<IconCopy size={18} stroke={1.8} aria-hidden="true" />}
              onClick={() => void copyAll()}
            >
              {t('copyAll')}
            </Button>
          ) : null}
          <Sure
            label={t('discardAll')}
            icon={<IconTrash size={18} stroke={1.8} aria-hidden="true" />}
            onSure={() => discard(texts)}
          />
        </div>
      ) : null}
      {grouped(texts).map((group) => (
        <Group
          key={`${group[0]!.document} ${group[0]!.why}`}
          texts={group}
          leaving={leaving}
          onDiscard={(text) => discard([text])}
        />
      ))}
    </Drawer>
  )
}

function Warning({ children }: { children: string }) {
  return (
    <p className={classes.warning}>
      <IconInfoCircle size={18} stroke={1.8} aria-hidden="true" />
      {children}
    </p>
  )
}

interface GroupProps {
  /** Never empty. */
  texts: readonly KeptText[]
  leaving: ReadonlySet<string>
  onDiscard: (text: KeptText) => void
}

function Group({ texts, leaving, onDiscard }: GroupProps) {
  const { t } = useTranslation('kept')
  const { document, title, to, why } = texts[0]!
  const about = parseDocumentName(document)
  const isBoard = about?.kind === 'board'
  const name = title || t(isBoard ? 'board' : 'proposal')
  const address = to ?? (about ? `${isBoard ? '/b' : '/i'}/${about.id}` : null)
  const boardId = isBoard && why !== 'not-allowed' ? (about.id as BoardId) : null
  const shut = useShut(boardId)
  const hasWords = texts.some(({ pieces }) => pieces.length > 0)
  return (
    <section className={classes.group}>
      <h3 className={classes.where}>
        {/* Where one is shut out there is nothing to go to. */}
        {address && why !== 'not-allowed' ? (
          <Link to={address} onClick={closeKept}>
            {name}
          </Link>
        ) : (
          name
        )}
      </h3>
      <p className={classes.why}>
        {t(`why.${why}`)} {t(`todo.${why}`)}
      </p>
      <p role="status" className={classes.why}>
        {shut && hasWords ? t(`addWhen.${shut}`) : null}
      </p>
      <ul className={classes.entries}>
        {texts.map((text) => (
          <KeptEntry
            key={text.id}
            text={text}
            goesNext={leaving.has(text.id)}
            boardId={shut ? null : boardId}
            onDiscard={() => onDiscard(text)}
          />
        ))}
      </ul>
    </section>
  )
}

/** Why this board takes no idea now, as the server says it live; null when it does. */
function useShut(boardId: BoardId | null): 'locked' | 'archived' | null {
  const settings = useLedgerBoard(useLedger(boardId))
  if (settings?.archivedAt) return 'archived'
  return settings?.locked ? 'locked' : null
}
