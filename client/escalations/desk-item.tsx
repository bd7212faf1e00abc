// Owns one line of a desk: who owes what, the idea with the facts needed to decide, and the moves in place.

import { useRef } from 'react'
import type { DeskCase } from '../../shared/cases.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import { CaseHead, Promised } from './case-head.tsx'
import { CaseHistory } from './case-history.tsx'
import { moveWords } from './case-words.ts'
import list from '../ui/desk-list.module.css'
import classes from './desk.module.css'
import { Moves } from './moves.tsx'

/** `brief`: nothing to decide here and now; the story is a press away. */
export function DeskItem({ item, brief = false }: { item: DeskCase; brief?: boolean }) {
  const { t } = useTranslation('case')
  const format = useFormat()
  const head = useRef<HTMLDivElement>(null)
  const { case: about, idea, boardId, boardTitle } = item
  const [title, ...rest] = idea.text.split('\n')
  const more = [rest.join('\n').trim(), idea.details].filter(Boolean).join('\n\n')
  // A question, or why it was handed on: what the next move answers to.
  const last = about.moves.at(-1)
  const said = last && last.move !== 'raise' && last.words ? last : null
  const votes = idea.tallies.reduce((sum, tally) => sum + tally.votes, 0)
  return (
    <li className={`${list.item} ${classes.case}`} data-case={about.escalationId} data-state={about.state}>
      <h3>
        <Link to={`/i/${idea.ideaId}`}>{title || `#${idea.number}`}</Link>
      </h3>
      <CaseHead about={about} headRef={head} />
      {brief ? null : (
        <>
          <p className={classes.why}>
            <span>{t('desk.askedBy', { name: about.escalatedBy.name, when: format.relative(about.askedAt) })}</span>
            {about.why}
          </p>
          {said ? (
            <p className={classes.why} data-newest>
              <span>{moveWords(said, about.moves.at(-2), t)}</span>
              {said.words}
            </p>
          ) : null}
          {more ? (
            <details className={classes.fold}>
              <summary>{t('desk.details')}</summary>
              <p className={classes.details}>{more}</p>
            </details>
          ) : null}
        </>
      )}
      <Promised about={about} />
      <p className={classes.facts}>
        {idea.author ? <span>{t('desk.by', { name: idea.author.name })}</span> : null}
        {votes > 0 ? <span>{t('desk.votes', { count: votes })}</span> : null}
        {idea.likes > 0 ? <span>{t('desk.likes', { count: idea.likes })}</span> : null}
        {idea.comments > 0 ? <span>{t('desk.comments', { count: idea.comments })}</span> : null}
        <Link to={`/b/${boardId}`}>{t('desk.onBoard', { board: boardTitle })}</Link>
        <Link to={`/i/${idea.ideaId}`}>{t('desk.proposal')}</Link>
      </p>
      <Moves about={about} head={head} />
      {about.moves.length > 1 ? (
        <details className={classes.fold}>
          <summary>{t('history.title')}</summary>
          <CaseHistory about={about} />
        </details>
      ) : null}
    </li>
  )
}
