// Owns one move being made: its few fields, what is wrong with them in words, one button that sends it. What was typed stays on
// this device until the server has it.

import { Button, Textarea } from '@mantine/core'
import type { Answer, CaseView } from '../../shared/cases.ts'
import { REASON_MAX_CHARS } from '../../shared/limits.ts'
import { hasText, useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useActor, useAnswering } from '../live/by-link.ts'
import { serverNow } from '../live/server-time.ts'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './case.module.css'
import { CommitmentFields } from './commitment-fields.tsx'
import { DayChoice } from '../ui/day-choice.tsx'
import { isoDay } from '../ui/days.ts'
import {
  isUnsaid,
  moveInput,
  type MoveField,
  type MoveProblem,
  NEEDS_WORDS,
  problemsOf,
  promises,
} from './move-input.ts'
import { SponsorChoice } from './sponsor-choice.tsx'
import { useMoveDraft } from './use-draft.ts'

interface MoveFormProps {
  about: CaseView
  answer: Answer
  /** It is on the server, and what is on screen knows it. */
  onDone: () => void
  onCancel: () => void
}

export function MoveForm({ about, answer, onDone, onCancel }: MoveFormProps) {
  const { t } = useTranslation('case')
  const me = useActor()
  const { escalationId, ideaId } = about
  const { draft, change: keep, forget } = useMoveDraft(escalationId, answer)
  const { problems, form, check, clear } = useProblems<MoveField>()
  const send = useAnswering()
  const today = isoDay(serverNow())
  const unsaid = answer === 'start' && isUnsaid(about)
  if (!me) return null
  const meId = me.userId

  function change(part: Partial<typeof draft>): void {
    keep(part)
    for (const field of Object.keys(part)) clear(field === 'sponsorId' ? 'sponsor' : (field as MoveField))
  }

  async function make(commits: boolean): Promise<void> {
    const moving = { answer, draft, commits, today }
    const found = Object.entries(problemsOf(moving)) as [MoveField, MoveProblem][]
    if (!check(Object.fromEntries(found.map(([field, problem]) => [field, problemWords(field, problem)])))) return
    const outcome = await send.run(moveInput(escalationId, moving, meId))
    if (!outcome.ok) return
    forget()
    announce(t(`done.${answer}`))
    await invalidate([`idea:${ideaId}`, 'desk'])
    onDone()
  }

  function problemWords(field: MoveField, problem: MoveProblem): string {
    if (problem === 'past') return t('problem.past')
    if (field === 'words') return t(`problem.words.${answer as 'decline'}`)
    if (field === 'also') return t(`problem.also.${answer as 'decline'}`)
    return t(`problem.${field as 'sponsor'}`)
  }

  const label = t(`form.words.${answer}`)
  const hint = hasText('case', `form.hint.${answer}`) ? t(`form.hint.${answer as 'ask'}`) : undefined
  const promising = promises(answer, about)
  const needsWords = NEEDS_WORDS.has(answer)
  return (
    <form
      ref={form}
      className={classes.form}
      aria-label={t(unsaid ? 'move.startUnsaid' : `move.${answer}`)}
      onSubmit={submitted(() => make(promising))}
      noValidate
    >
      {answer === 'hand-over' || answer === 'raise-again' ? (
        <SponsorChoice
          ideaId={ideaId}
          label={t(answer === 'hand-over' ? 'form.to' : 'form.sponsor')}
          value={draft.sponsorId || (answer === 'raise-again' ? about.sponsor.userId : '')}
          onChange={(sponsorId) => change({ sponsorId })}
          problem={problems.sponsor}
          without={answer === 'hand-over' ? [meId, about.escalatedBy.userId] : [meId]}
          again={answer === 'raise-again' ? about.sponsor : undefined}
        />
      ) : null}
      {promising ? <CommitmentFields me={me} draft={draft} change={change} problems={problems} today={today} /> : null}
      {unsaid ? null : (
        <Textarea
          name="words"
          label={needsWords ? label : t('form.optional', { label })}
          description={hint}
          value={draft.words}
          onChange={(event) => change({ words: event.currentTarget.value })}
          error={problems.words}
          maxLength={REASON_MAX_CHARS}
          autosize
          minRows={needsWords ? 2 : 1}
        />
      )}
      {answer === 'decline' || answer === 'stop' ? (
        <Textarea
          name="also"
          label={t(`form.also.${answer}`)}
          description={t(`form.alsoHint.${answer}`)}
          value={draft.also}
          onChange={(event) => change({ also: event.currentTarget.value })}
          error={problems.also}
          maxLength={REASON_MAX_CHARS}
          autosize
          minRows={2}
        />
      ) : null}
      {answer === 'decline' ? (
        <DayChoice
          name="lookAgainOn"
          label={t('form.optional', { label: t('form.lookAgain') })}
          hint={t('form.lookAgainHint')}
          value={draft.lookAgainOn}
          onChange={(lookAgainOn) => change({ lookAgainOn })}
          problem={problems.lookAgainOn}
          min={today}
        />
      ) : null}
      <RefusalText refusal={send.refusal} />
      <div className={classes.sends}>
        <SubmitButton busy={send.busy}>{t(unsaid ? 'send.startUnsaid' : `send.${answer}`)}</SubmitButton>
        {answer === 'endorse' ? (
          <Button variant="default" disabled={send.busy} onClick={() => void make(false)}>
            {t('form.later')}
          </Button>
        ) : null}
        <Button
          variant="subtle"
          color="gray"
          // What was typed is there when it is opened again.
          onClick={onCancel}
        >
          {t('form.cancel')}
        </Button>
      </div>
    </form>
  )
}
