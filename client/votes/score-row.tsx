// Owns scoring one topic: for each criterion five buttons, of which the pressed one pressed again takes the score back.

import { SCORE_MAX, SCORE_MIN, type Topic } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import type { Answers } from './answers.ts'
import styles from './ballot.module.css'
import { useCriterionName } from '../ui/criterion-name.ts'
import { useTopicName } from './topic-name.ts'

const SCORES = Array.from({ length: SCORE_MAX - SCORE_MIN + 1 }, (_, at) => SCORE_MIN + at)

export function ScoreRow({ topic, answers }: { topic: Topic; answers: Answers }) {
  const { t } = useTranslation('ballot')
  const criterionName = useCriterionName()
  const nameOf = useTopicName()
  const criteria = answers.ballot.criteria ?? []
  const mine = answers.mine[topic.ideaId] ?? criteria.map(() => 0)
  return (
    <div className={styles.criteria}>
      {criteria.map((criterion, at) => {
        const name = criterionName(criterion)
        return (
          // oxlint-disable-next-line react/no-array-index-key -- a criterion is its place
          <div key={at} className={styles.criterion} role="group" aria-label={`${nameOf(topic)}, ${name}`}>
            <span className={styles.criterionName}>{name}</span>
            <span className={styles.scale}>
              <span className={styles.end} aria-hidden="true">
                {t('criterion.low')}
              </span>
              {SCORES.map((score) => (
                <button
                  key={score}
                  type="button"
                  className={styles.score}
                  aria-pressed={mine[at] === score}
                  aria-label={t('panel.scoreOf', { criterion: name, score })}
                  onClick={() => answers.score(topic.ideaId, mine.with(at, mine[at] === score ? 0 : score))}
                >
                  {score}
                </button>
              ))}
              <span className={styles.end} aria-hidden="true">
                {t('criterion.high')}
              </span>
            </span>
          </div>
        )
      })}
    </div>
  )
}
