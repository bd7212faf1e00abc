// Owns putting one's favourites in order: a tap puts an idea on the list, buttons move it. No dragging needed.

import { IconArrowDown, IconArrowUp, IconPlus, IconX } from '@tabler/icons-react'
import type { IdeaId } from '../../shared/model.ts'
import { RANKING_TOP } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import { announce } from '../ui/live-region.tsx'
import type { Answers } from './answers.ts'
import styles from './ballot.module.css'
import { useTopicName } from './topic-name.ts'

export function RankingBallot({ answers }: { answers: Answers }) {
  const { t } = useTranslation('ballot')
  const nameOf = useTopicName()
  const { ballot, mine } = answers
  const top = ballot.top ?? RANKING_TOP
  const there = new Map(ballot.topics.map((topic) => [topic.ideaId, topic]))
  const order = (Object.keys(mine) as IdeaId[])
    .filter((ideaId) => there.has(ideaId))
    .toSorted((a, b) => mine[a]![0]! - mine[b]![0]!)
  const rest = ballot.topics.filter(({ ideaId }) => !order.includes(ideaId))
  const isFull = order.length >= top

  function put(next: IdeaId[], moved: IdeaId): void {
    answers.rank(next)
    const at = next.indexOf(moved)
    if (at >= 0) announce(t('rank.said', { idea: nameOf(there.get(moved)!), place: at + 1 }))
  }
  const moved = (from: number, to: number): IdeaId[] => order.with(from, order[to]!).with(to, order[from]!)
  return (
    <div className={styles.ranking}>
      <h3>{t('rank.mine')}</h3>
      {order.length === 0 && <p className={styles.soft}>{t('rank.empty')}</p>}
      <ol className={styles.order}>
        {order.map((ideaId, at) => {
          const idea = nameOf(there.get(ideaId)!)
          return (
            <li key={ideaId}>
              <span className={styles.place}>{at + 1}</span>
              <span className={styles.name}>{idea}</span>
              <button
                type="button"
                className={styles.icon}
                aria-label={t('rank.up', { idea })}
                aria-disabled={at === 0}
                onClick={() => at > 0 && put(moved(at, at - 1), ideaId)}
              >
                <IconArrowUp size={18} aria-hidden />
              </button>
              <button
                type="button"
                className={styles.icon}
                aria-label={t('rank.down', { idea })}
                aria-disabled={at === order.length - 1}
                onClick={() => at < order.length - 1 && put(moved(at, at + 1), ideaId)}
              >
                <IconArrowDown size={18} aria-hidden />
              </button>
              <button
                type="button"
                className={styles.icon}
                aria-label={t('rank.out', { idea })}
                onClick={() => put(order.toSpliced(at, 1), ideaId)}
              >
                <IconX size={18} aria-hidden />
              </button>
            </li>
          )
        })}
      </ol>
      <h3>{t('rank.rest')}</h3>
      {isFull && <p className={styles.soft}>{t('rank.full', { count: top })}</p>}
      <ul className={styles.rest}>
        {rest.map((topic) => (
          <li key={topic.ideaId}>
            <button
              type="button"
              className={styles.pick}
              aria-label={t('rank.add', { idea: nameOf(topic) })}
              aria-disabled={isFull}
              onClick={() => !isFull && put([...order, topic.ideaId], topic.ideaId)}
            >
              <IconPlus size={18} aria-hidden />
              <span className={styles.name}>{nameOf(topic)}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
