// Owns the wall that shows how a vote came out: the first ones, large, ties as ties; scores as a matrix beside their list.
// A vote that runs is a count here, unless everybody may see how it stands.

import type { LedgerRound } from '../../shared/documents.ts'
import type { RankedTopic } from '../../shared/rounds.ts'
import { RANKING_TOP } from '../../shared/rounds.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Bar } from '../ui/bar.tsx'
import { SplitBar } from '../ui/split-bar.tsx'
import { MatrixWall } from './matrix-wall.tsx'
import styles from './projector.module.css'

/** What fits a 1080p wall at a size the back row reads; bars with words in them are higher. */
const TOP = 8
const TOP_OF_CHOICES = 5

export function ResultWall({ round }: { round: LedgerRound | null }) {
  const { t } = useTranslation('projector')
  const { t: ballot } = useTranslation('ballot')
  if (!round) return <p className={styles.calm}>{t('result.none')}</p>
  if (!round.result) return <p className={styles.calm}>{t('result.running', { count: round.voters })}</p>
  const method = round.method ?? 'dots'
  const count = round.voters
  return (
    <section className={styles.result} data-method={method} aria-label={t('result.title')}>
      <h2>{round.title || t('result.title')}</h2>
      {method === 'score' ? (
        <MatrixWall result={round.result} criteria={round.settings?.criteria ?? []} />
      ) : (
        <ol>
          {round.result.slice(0, method === 'yes-no' ? TOP_OF_CHOICES : TOP).map((topic) => (
            <li key={topic.ideaId} data-first={topic.rank === 1 || undefined}>
              <Row topic={topic} result={round.result ?? []} isChoice={method === 'yes-no'} />
            </li>
          ))}
        </ol>
      )}
      <p className={styles.count}>
        {method === 'dots' ? t('result.voters', { count, budget: round.budget }) : ballot('result.voters', { count })}{' '}
        {round.proxies ? `${ballot('result.proxies', { count: round.proxies, of: count })} ` : ''}
        {method === 'ranking' && ballot('result.borda', { count: round.settings?.top ?? RANKING_TOP })}
      </p>
    </section>
  )
}

interface RowProps {
  topic: RankedTopic
  result: readonly RankedTopic[]
  isChoice: boolean
}

function Row({ topic, result, isChoice }: RowProps) {
  const { t } = useTranslation('projector')
  const { t: ballot } = useTranslation('ballot')
  const format = useFormat()
  const { number, text, votes, rank } = topic
  const isShared = result.filter((one) => one.rank === rank).length > 1
  const lead = isShared ? `${rank}=` : rank
  const label = <span className={styles.line}>{text || t('result.untitled', { number })}</span>
  if (isChoice) {
    const { yes = 0, no = 0, abstain = 0 } = topic.choices ?? {}
    return (
      <SplitBar
        lead={lead}
        label={label}
        valueText={ballot('result.choices', { yes, no, abstain })}
        parts={[
          { key: 'yes', value: yes, tone: 'good', sign: '✓' },
          { key: 'abstain', value: abstain, tone: 'calm', sign: '–' },
          { key: 'no', value: no, tone: 'bad', sign: '✕' },
        ]}
      />
    )
  }
  return (
    <Bar
      lead={lead}
      label={label}
      value={votes}
      max={Math.max(1, ...result.map((one) => one.votes))}
      valueText={format.number(votes)}
      emphasis={rank === 1 && votes > 0}
    />
  )
}
