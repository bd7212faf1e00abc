// Owns figures of answering side by side: units, or sponsors where they may be seen.

import type { PersonView } from '../../shared/model.ts'
import type { AnswerFigures } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Person } from '../ui/face.tsx'
import classes from './answering.module.css'
import { useFigureWords } from './figure-words.ts'

interface AnsweringTableProps {
  /** What the first column holds. */
  first: string
  rows: { key: string; name: string; person?: PersonView; figures: AnswerFigures }[]
}

export function AnsweringTable({ first, rows }: AnsweringTableProps) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const words = useFigureWords()
  const columns = [t('answering.inTime'), t('answering.medianFirst'), t('answering.medianDecision')]
  const waiting = t('answering.waitingShort')
  return (
    <table className={classes.table}>
      <thead>
        <tr>
          {[first, ...columns, waiting].map((name) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, person, figures }) => {
          const { answered, inTime, medianFirstDays, medianDecisionDays } = figures
          const share = answered > 0 ? format.percent(inTime / answered) : '–'
          return (
            <tr key={key}>
              <th scope="row" data-person={person ? true : undefined}>
                {person ? <Person person={person} size={32} note={person.unit} /> : name}
              </th>
              <td data-name={columns[0]}>
                {share}{' '}
                {answered > 0 ? (
                  <span className={classes.soft}>
                    {t('answering.inTimeOf', { inTime: format.number(inTime), answered: format.number(answered) })}
                  </span>
                ) : null}
              </td>
              <td data-name={columns[1]}>{words.days(medianFirstDays) ?? '–'}</td>
              <td data-name={columns[2]}>{words.days(medianDecisionDays) ?? '–'}</td>
              <td data-name={waiting}>{format.number(figures.waiting)}</td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}
