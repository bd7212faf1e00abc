// Owns the board as a room sees it: columns of large notes, the newest words and places live, and who stands behind them.

import { type CSSProperties, useMemo } from 'react'
import {
  type Card,
  cardsOf,
  columnsOf,
  groupsOf,
  type LedgerRound,
  readCard,
  readColumn,
  readGroup,
} from '../../shared/documents.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { LiveDocument } from '../live/documents.ts'
import { type Ledger, useLedgerIdea } from '../live/ledger.ts'
import { useWatched } from '../live/use-watched.ts'
import { watchMap } from '../live/watch.ts'
import { Face } from '../ui/face.tsx'
import { StageMark } from '../ui/stage-mark.tsx'
import styles from './projector.module.css'
import { drift } from './drift.ts'
import { hang } from './wall-groups.ts'
import { lanesOf } from './wall-lanes.ts'

interface WallBoardProps {
  document: LiveDocument | null
  ledger: Ledger | null
  /** The round now open, if any. */
  round: LedgerRound | null
  people: number
  isAnonymous: boolean
}

export function WallBoard({ document, ledger, round, people, isAnonymous }: WallBoardProps) {
  const { t } = useTranslation('projector')
  const watchedCards = useMemo(() => (document ? watchMap(cardsOf(document.doc), readCard) : null), [document])
  const watchedColumns = useMemo(() => (document ? watchMap(columnsOf(document.doc), readColumn) : null), [document])
  const watchedGroups = useMemo(() => (document ? watchMap(groupsOf(document.doc), readGroup) : null), [document])
  const cards = useWatched(watchedCards)
  const columns = useWatched(watchedColumns)
  const groups = useWatched(watchedGroups)
  const byColumn = useMemo(() => hang(cards, [...columns.values()], groups), [cards, columns, groups])

  const lanes = lanesOf(byColumn.map(({ count }) => count))
  const widths = { '--widths': lanes.map((width) => `minmax(0, ${width}fr)`).join(' ') } as CSSProperties
  return (
    <>
      {round && (
        <p className={styles.banner} role="status">
          <strong>{round.title || t('vote.on')}</strong> {t('vote.voters', { count: round.voters })}
        </p>
      )}
      <div className={styles.columns} style={widths} ref={drift}>
        {byColumn.map(({ column, count, hanging }, index) => (
          <section
            key={column.columnId}
            className={styles.column}
            style={{ '--lanes': Math.ceil(lanes[index] ?? 1) } as CSSProperties}
            aria-label={column.title}
            tabIndex={0}
          >
            <h2>
              {column.title} <span>{count}</span>
            </h2>
            <div className={styles.cards}>
              {hanging.map(({ key, title, cards: those }) =>
                title === null ? (
                  <WallCard key={key} card={those[0]!} ledger={ledger} />
                ) : (
                  <section key={key} className={styles.group} aria-label={title || t('group')}>
                    <h3 data-empty={title === '' || undefined}>
                      {title || t('group')} <span>{those.length}</span>
                    </h3>
                    {those.map((card) => (
                      <WallCard key={card.ideaId} card={card} ledger={ledger} />
                    ))}
                  </section>
                ),
              )}
            </div>
          </section>
        ))}
      </div>
      <footer className={styles.footer}>
        <span>{t('count.ideas', { count: cards.size })}</span>
        <span>{t('count.people', { count: people })}</span>
        {isAnonymous && <span>{t('anonymous')}</span>}
      </footer>
    </>
  )
}

/** Initials, too, are to be read from ten metres: no letter on a wall is under 24 px. */
const WALL_FACE_PX = 64

function WallCard({ card, ledger }: { card: Card; ledger: Ledger | null }) {
  const { t } = useTranslation('projector')
  const idea = useLedgerIdea(ledger, card.ideaId)
  const backers = idea?.escalations.filter(({ status }) => status === 'endorsed') ?? []
  return (
    <article
      className={styles.card}
      data-card={card.ideaId}
      data-color={card.color}
      data-backed={backers.length > 0 || undefined}
    >
      <p className={styles.cardText}>{card.title}</p>
      <footer>
        {idea && <span className={styles.number}>#{idea.number}</span>}
        {idea && idea.stage !== 'open' && <StageMark stage={idea.stage} />}
        {idea && idea.likes > 0 && <span>{t('likes', { count: idea.likes })}</span>}
        {backers.map(({ escalationId, sponsor }) => (
          <span key={escalationId} className={styles.backer}>
            <Face person={sponsor} size={WALL_FACE_PX} decorative /> {t('backs', { name: sponsor.name })}
          </span>
        ))}
      </footer>
    </article>
  )
}
