// Owns how a round came out, drawn as its method asks: a ranked list for dots and orders, a matrix and a list for scores,
// split bars for yes and no. Everything in a drawing also stands in the list, in words.

import type { LedgerRound } from '../../shared/documents.ts'
import type { Criterion, RankedTopic } from '../../shared/rounds.ts'
import { RANKING_TOP } from '../../shared/rounds.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { CriteriaMatrix } from '../ui/criteria-matrix.tsx'
import { useCriterionName } from '../ui/criterion-name.ts'
import { SplitBar } from '../ui/split-bar.tsx'
import { PlaceMark, sharedPlaces } from './place-mark.tsx'
import { RoundResult } from './round-result.tsx'
import { useTopicName } from './topic-name.ts'
import styles from './votes.module.css'

interface RoundOutcomeProps {
  round: Pick<LedgerRound, 'method' | 'settings' | 'budget' | 'voters' | 'proxies' | 'result'>
  onOpenIdea: (ideaId: string) => void
}

export function RoundOutcome({ round, onOpenIdea }: RoundOutcomeProps) {
  const { t } = useTranslation('ballot')
  const format = useFormat()
  const result = round.result ?? []
  const method = round.method ?? 'dots'
  const count = round.voters
  const entered = round.proxies ? ` ${t('result.proxies', { count: round.proxies, of: count })}` : ''
  if (method === 'dots') {
    return (
      <>
        <p className={styles.line}>
          {t('result.dotVoters', { count, budget: round.budget })}
          {entered}
        </p>
        <RoundResult result={result} onOpenIdea={onOpenIdea} />
      </>
    )
  }
  return (
    <>
      <p className={styles.line}>
        {t('result.voters', { count })}
        {entered} {method === 'ranking' && t('result.borda', { count: round.settings?.top ?? RANKING_TOP })}
      </p>
      {method === 'score' && (
        <Scores result={result} criteria={round.settings?.criteria ?? []} onOpenIdea={onOpenIdea} />
      )}
      {method === 'yes-no' && <Choices result={result} onOpenIdea={onOpenIdea} />}
      {method === 'ranking' && (
        <RoundResult
          result={result}
          onOpenIdea={onOpenIdea}
          valueText={({ votes }) => t('result.points', { count: votes, points: format.number(votes) })}
        />
      )}
    </>
  )
}

interface PartProps {
  result: readonly RankedTopic[]
  onOpenIdea: (ideaId: string) => void
}

function Scores({ result, criteria, onOpenIdea }: PartProps & { criteria: readonly Criterion[] }) {
  const { t } = useTranslation('ballot')
  const format = useFormat()
  const criterionName = useCriterionName()
  const nameOf = useTopicName()
  const isShared = sharedPlaces(result)
  const tenths = (value: number) => format.number(Math.round(value * 10) / 10)
  if (result.length === 0) return <p>{t('result.nothing')}</p>
  return (
    <>
      <CriteriaMatrix result={result} criteria={criteria} />
      <ol className={styles.result}>
        {result.map((topic) => (
          <li key={topic.ideaId} className={styles.scored}>
            <span className={styles.scoredPlace}>
              <PlaceMark rank={topic.rank} isShared={isShared(topic.rank)} />
            </span>
            <span className={styles.scoredWords}>
              <button type="button" className={styles.open} onClick={() => onOpenIdea(topic.ideaId)}>
                {`#${topic.number} ${nameOf(topic)}`}
              </button>
              <small className={styles.soft}>
                {criteria
                  .map((criterion, at) => ({ criterion, score: topic.scores?.[at] }))
                  .flatMap(({ criterion, score }) =>
                    score?.count
                      ? t('result.scored', {
                          criterion: criterionName(criterion),
                          mean: tenths(score.mean),
                          median: tenths(score.median),
                          count: score.count,
                        })
                      : [],
                  )
                  .join(' · ')}
              </small>
            </span>
            <strong className={styles.worth}>{t('result.score', { value: format.number(topic.votes) })}</strong>
          </li>
        ))}
      </ol>
    </>
  )
}

function Choices({ result, onOpenIdea }: PartProps) {
  const { t } = useTranslation('ballot')
  const nameOf = useTopicName()
  const isShared = sharedPlaces(result)
  if (result.length === 0) return <p>{t('result.nothing')}</p>
  return (
    <ol className={styles.result}>
      {result.map((topic) => {
        const { yes = 0, no = 0, abstain = 0 } = topic.choices ?? {}
        return (
          <li key={topic.ideaId}>
            <SplitBar
              lead={<PlaceMark rank={topic.rank} isShared={isShared(topic.rank)} />}
              label={
                <button type="button" className={styles.open} onClick={() => onOpenIdea(topic.ideaId)}>
                  {nameOf(topic)}
                </button>
              }
              valueText={t('result.choices', { yes, no, abstain })}
              parts={[
                { key: 'yes', value: yes, tone: 'good', sign: '✓' },
                { key: 'abstain', value: abstain, tone: 'calm', sign: '–' },
                { key: 'no', value: no, tone: 'bad', sign: '✕' },
              ]}
            />
          </li>
        )
      })}
    </ol>
  )
}
