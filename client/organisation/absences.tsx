// Owns saying when somebody is away, and who answers meanwhile: one's own days, and for admins anybody's.

import { Button, Group, Text, TextInput, Title } from '@mantine/core'
import { useEffect, useRef, useState } from 'react'
import type { PersonView, UserId } from '../../shared/model.ts'
import type { AbsencesView, AbsenceView } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate, useRead } from '../live/api.ts'
import { send, useCommand } from '../live/command.ts'
import { useUser } from '../live/session.ts'
import { SubmitButton, submitted } from '../ui/form.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText, useRefusal } from '../ui/refusal.tsx'
import { ColleagueField } from './colleague-field.tsx'
import { midday } from './days.ts'
import { AnsweringLink } from './links.tsx'
import classes from './organisation.module.css'

export function Absences() {
  const { t } = useTranslation('organisation')
  const user = useUser()
  const away = useRead<AbsencesView>('absences', '/api/absences', { enabled: user !== null && !user.isGuest })
  const section = useRef<HTMLElement>(null)
  const isThere = away.data !== undefined
  // The part an address speaks of is there only now.
  useEffect(() => {
    if (isThere && location.hash === '#away') section.current?.scrollIntoView({ block: 'start' })
  }, [isThere])
  if (!user || user.isGuest || away.isError) return null
  return (
    <section ref={section} className={classes.away} id="away" aria-labelledby="away-title">
      <Title order={2} size="h3" id="away-title">
        {t('away.title')}
      </Title>
      <Text className={classes.soft}>{t('away.lead')}</Text>
      {away.data ? <Away view={away.data} userId={user.userId} /> : null}
      <AnsweringLink />
    </section>
  )
}

function Away({ view, userId }: { view: AbsencesView; userId: string }) {
  const { t } = useTranslation('organisation')
  const words = useRefusal()
  const isNow = view.absences.some(({ from }) => from <= view.today)

  async function choose(deputy: PersonView | null): Promise<void> {
    const outcome = await send('deputy.set', { deputyId: deputy?.userId ?? null })
    if (!outcome.ok) return void showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate(['absences'])
    showNotice({ text: deputy ? t('away.deputySaved', { name: deputy.name }) : t('away.deputyGone') })
  }

  return (
    <>
      {isNow ? <p className={classes.now}>{t('away.now')}</p> : null}
      <Days view={view} />
      <ColleagueField
        label={t('away.deputy')}
        hint={t('away.deputyHint')}
        nobody={view.manager ? t('away.deputyNobody') : t('away.deputyNobodyAtAll')}
        value={view.deputy}
        without={userId}
        onChange={(deputy) => void choose(deputy)}
      />
      {view.manager ? <p className={classes.soft}>{t('away.manager', { name: view.manager.name })}</p> : null}
    </>
  )
}

/** For admins: days away of somebody on the list who has an account. */
export function AbsencesOf({ userId }: { userId: UserId }) {
  const { t } = useTranslation('organisation')
  const away = useRead<AbsencesView>('absences', `/api/absences?userId=${userId}`)
  if (!away.data) return null
  return (
    <section className={classes.awayOf} aria-labelledby="away-of">
      <h2 id="away-of" className={classes.heading}>
        {t('away.title')}
      </h2>
      <Days view={away.data} userId={userId} />
    </section>
  )
}

/** `userId`: somebody else's. */
function Days({ view, userId }: { view: AbsencesView; userId?: UserId }) {
  return (
    <>
      {view.absences.length > 0 ? (
        <ul className={classes.absences}>
          {view.absences.map((absence) => (
            <Absence key={absence.absenceId} absence={absence} isMine={!userId} />
          ))}
        </ul>
      ) : null}
      <AbsenceForm today={view.today} {...(userId && { userId })} />
    </>
  )
}

function Absence({ absence, isMine }: { absence: AbsenceView; isMine: boolean }) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const words = useRefusal()
  const { absenceId, from, to } = absence
  const days =
    from === to
      ? format.shortDate(midday(from))
      : t('away.days', { from: format.shortDate(midday(from)), to: format.shortDate(midday(to)) })

  async function remove(): Promise<void> {
    const outcome = await send('absence.remove', { absenceId })
    if (!outcome.ok) return void showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate(['absences'])
    showNotice({ text: t(isMine ? 'away.removed' : 'away.removedOther') })
  }

  return (
    <li>
      <span>{days}</span>
      <Button variant="subtle" color="gray" aria-label={`${t('away.remove')}: ${days}`} onClick={() => void remove()}>
        {t('away.remove')}
      </Button>
    </li>
  )
}

function AbsenceForm({ today, userId }: { today: string; userId?: UserId }) {
  const { t } = useTranslation('organisation')
  const [from, setFrom] = useState('')
  const [to, setTo] = useState('')
  const set = useCommand('absence.set')

  async function submit(): Promise<void> {
    if (from === '') return
    const outcome = await set.run({ from, to: to || from, ...(userId && { userId }) })
    if (!outcome.ok) return
    setFrom('')
    setTo('')
    await invalidate(['absences'])
  }

  return (
    <form noValidate onSubmit={submitted(submit)}>
      <Group gap="sm" align="flex-end">
        <TextInput
          type="date"
          label={t('away.from')}
          value={from}
          min={today}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="date"
          label={t('away.to')}
          value={to}
          min={from || today}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <SubmitButton busy={set.busy} variant="default">
          {t(userId ? 'away.addOther' : 'away.add')}
        </SubmitButton>
      </Group>
      <RefusalText refusal={set.refusal} />
    </form>
  )
}
