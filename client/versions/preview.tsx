// Owns how a document looked in a moment, to read: a board as columns of cards, a proposal or minutes as their text.

import type { VersionCard, VersionContent } from '../../shared/versions.ts'
import { useTranslation } from '../i18n/translation.ts'
import { EmptyState } from '../ui/states.tsx'
import { paperOf } from './paper-of.ts'
import { RichText } from './rich-text.tsx'
import sheet from './rich-text.module.css'
import classes from './versions.module.css'

export function Preview({ content }: { content: VersionContent }) {
  const { t } = useTranslation('version')
  if (content.kind !== 'board') {
    if (content.content.length === 0) return <EmptyState title={t('preview.empty')} />
    return (
      <div className={sheet.paper}>
        <RichText nodes={content.content} />
      </div>
    )
  }
  const { columns, cards } = content
  if (cards.length === 0) return <EmptyState title={t('preview.empty')} />
  const known = new Set<string | null>(columns.map(({ columnId }) => columnId))
  const homeless = cards.filter(({ column }) => !known.has(column))
  return (
    <div className={classes.board} role="group" aria-label={t('preview.board')} tabIndex={0}>
      {columns.map(({ columnId, title }) => (
        <Column key={columnId} title={title} cards={cards.filter(({ column }) => column === columnId)} />
      ))}
      {homeless.length > 0 ? <Column title={t('board.nowhere')} cards={homeless} /> : null}
    </div>
  )
}

function Column({ title, cards }: { title: string; cards: readonly VersionCard[] }) {
  const { t } = useTranslation('version')
  return (
    <section className={classes.column}>
      <h3>
        {title} <span className={classes.soft}>{cards.length}</span>
      </h3>
      <ul>
        {cards.map((card) => (
          <li key={card.ideaId} className={classes.card} style={paperOf(card.color)}>
            <p className={classes.words}>{card.title}</p>
            <p className={classes.what}>
              {card.number === null ? null : <span>#{card.number}</span>}
              {card.removed ? <span>{t('board.removedSince')}</span> : null}
            </p>
          </li>
        ))}
      </ul>
    </section>
  )
}
