// Owns one line of the "not accepted" drawer: the place, the words with the refused ones marked, and what one can do.

import { Button } from '@mantine/core'
import { IconCheck, IconCopy, IconPlus, IconTrash } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import type { KeptText } from '../live/kept.ts'
import { type Told, wholeText } from '../live/pieces.ts'
import { copyText } from './copy-text.ts'
import classes from './kept-drawer.module.css'
import { showNotice } from './notices.tsx'
import { useRefusal } from './refusal.tsx'
import { RelativeTime } from './relative-time.tsx'
import { Sure } from './sure.tsx'

interface KeptEntryProps {
  text: KeptText
  goesNext: boolean
  /** The board it may be added to as a new idea; null where that makes no sense. */
  boardId: BoardId | null
  onDiscard: () => void
}

export function KeptEntry({ text, goesNext, boardId, onDiscard }: KeptEntryProps) {
  const { t } = useTranslation('kept')
  const { t: common } = useTranslation()
  const [copied, setCopied] = useState(false)
  const add = useCommand('idea.add')
  const refusalWords = useRefusal()
  const words = wholeText(text.pieces).trim()

  async function copy(): Promise<void> {
    const done = await copyText(words)
    setCopied(done)
    if (!done) showNotice({ text: t('copyFailed'), tone: 'problem' })
  }

  async function addAgain(): Promise<void> {
    if (!boardId) return
    const outcome = await add.run({ boardId, text: words })
    if (!outcome.ok) return
    showNotice({ text: t('added') })
    onDiscard()
  }

  return (
    <li className={classes.entry}>
      <div className={classes.facts}>
        <span className={classes.place}>{usePlace(text)}</span>
        {goesNext ? <span className={classes.next}>{t('goesNext')}</span> : null}
        <RelativeTime at={text.at} />
      </div>
      {text.told ? <ToldLines told={text.told} /> : null}
      {words ? (
        <blockquote className={classes.words}>
          {text.pieces.map(({ text: run, refused }, index) =>
            // oxlint-disable-next-line react/no-array-index-key -- runs of a fixed text have no identity beyond their place
            refused ? <mark key={index}>{run}</mark> : <span key={index}>{run}</span>,
          )}
        </blockquote>
      ) : null}
      {add.refusal ? (
        <p role="alert" className="kiem-problem">
          {refusalWords(add.refusal)}
        </p>
      ) : null}
      <div className={classes.actions}>
        {words ? (
          <Button
            variant="default"
            size="sm"
            leftSection={
              copied ? (
                <IconCheck size={16} stroke={1.8} aria-hidden="true" />
              ) : (
                <IconCopy size={16} stroke={1.8} aria-hidden="true" />
              )
            }
            onClick={() => void copy()}
          >
            <span aria-live="polite">{copied ? t('copied') : common('action.copy')}</span>
          </Button>
        ) : null}
        {words && boardId ? (
          <Button
            variant="default"
            size="sm"
            loading={add.busy}
            leftSection={<IconPlus size={16} stroke={1.8} aria-hidden="true" />}
            onClick={() => void addAgain()}
          >
            {t('addAgain')}
          </Button>
        ) : null}
        <Sure
          size="sm"
          label={t('discard')}
          icon={<IconTrash size={16} stroke={1.8} aria-hidden="true" />}
          onSure={onDiscard}
        />
      </div>
    </li>
  )
}

function usePlace({ place }: KeptText): string {
  const { t } = useTranslation('kept')
  if (!place) return t('told.title')
  switch (place.kind) {
    case 'card': {
      const title = place.cardTitle ?? ''
      return place.number ? t('place.cardNumber', { number: place.number, title }) : t('place.card', { title })
    }
    case 'section':
      return place.heading ? t('place.section', { heading: place.heading }) : t('place.top')
    default:
      return t(`place.${place.kind}`)
  }
}

const TOLD = ['moves', 'colors', 'removals', 'others'] as const

function ToldLines({ told }: { told: Told }) {
  const { t } = useTranslation('kept')
  return TOLD.filter((kind) => told[kind] > 0).map((kind) => (
    <p key={kind} className={classes.told}>
      {t(`told.${kind}`, { count: told[kind] })}
    </p>
  ))
}
