// Owns which days count in the organisation: its time zone, the days of the week it works, its holidays.

import { Button, Checkbox, Group, Select, Text, TextInput } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import { useMemo, useState } from 'react'
import { dutchHolidays, isUsuallyFree } from '../../shared/holidays.ts'
import type { OrganisationSettings } from '../../shared/organisation-views.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { SubmitButton, submitted } from '../ui/form.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './organisation.module.css'
import { midday } from './days.ts'

/** Monday first, as weeks begin here. */
const WEEK = [1, 2, 3, 4, 5, 6, 0]
/** A Sunday: its week names the days. */
const SUNDAY_AT = Date.UTC(2026, 0, 4, 12)
const DAY_MS = 86_400_000
/** What a list under a field shows at once. */
const SHOWN = 30

export function CalendarForm({ settings }: { settings: OrganisationSettings }) {
  const { t, language } = useTranslation('organisation')
  const [timeZone, setTimeZone] = useState(settings.timeZone)
  const [weekend, setWeekend] = useState(settings.weekend)
  const [holidays, setHolidays] = useState(settings.holidays)
  const [day, setDay] = useState('')
  const [thisYear] = useState(() => new Date().getFullYear())
  const save = useCommand('organisation.update-settings')
  const zones = useMemo(() => [...new Set([settings.timeZone, ...Intl.supportedValuesOf('timeZone')])], [settings])
  const weekday = useMemo(() => new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }), [language])
  const changed =
    timeZone !== settings.timeZone || !same(weekend, settings.weekend) || !same(holidays, settings.holidays)

  const withDays = (days: readonly string[]) => setHolidays([...new Set([...holidays, ...days])].sort())
  const offered = [thisYear, thisYear + 1].map((year) => ({
    year,
    missing: dutchHolidays(year)
      .filter(({ name }) => isUsuallyFree(name, year))
      .map((one) => one.day)
      .filter((one) => !holidays.includes(one)),
  }))

  async function submit(): Promise<void> {
    const outcome = await save.run({
      ...(timeZone !== settings.timeZone && { timeZone }),
      ...(!same(weekend, settings.weekend) && { weekend }),
      ...(!same(holidays, settings.holidays) && { holidays }),
    })
    if (!outcome.ok) return
    await invalidate(['organisation'])
    showNotice({ text: t('saved') })
  }

  return (
    <form noValidate onSubmit={submitted(submit)} className={classes.settings}>
      <Text className={classes.lead}>{t('calendar.lead')}</Text>
      <Select
        className={classes.short}
        label={t('calendar.zone')}
        searchable
        allowDeselect={false}
        data={zones}
        limit={SHOWN}
        value={timeZone}
        onChange={(zone) => zone && setTimeZone(zone)}
      />
      <Checkbox.Group
        size="md"
        label={t('calendar.weekend')}
        value={weekend.map(String)}
        onChange={(days) => setWeekend(days.map(Number).sort((a, b) => a - b))}
      >
        <Group gap="md" mt="xs">
          {WEEK.map((one) => (
            <Checkbox key={one} size="md" value={String(one)} label={weekday.format(SUNDAY_AT + one * DAY_MS)} />
          ))}
        </Group>
      </Checkbox.Group>
      <section>
        <h2 className={classes.heading}>{t('calendar.holidays')}</h2>
        {holidays.length === 0 ? <p className={classes.soft}>{t('calendar.noHolidays')}</p> : null}
        <ul className={classes.holidays}>
          {holidays.map((one) => (
            <Holiday key={one} day={one} onRemove={() => setHolidays(holidays.filter((other) => other !== one))} />
          ))}
        </ul>
        <Group gap="sm" mt="sm">
          {offered
            .filter(({ missing }) => missing.length > 0)
            .map(({ year, missing }) => (
              <Button key={year} variant="default" onClick={() => withDays(missing)}>
                {t('calendar.dutch', { year: String(year) })}
              </Button>
            ))}
        </Group>
        <p className={`${classes.soft} ${classes.underButtons}`}>{t('calendar.dutchHint')}</p>
        <Group gap="sm" align="flex-end">
          <TextInput
            type="date"
            label={t('calendar.addDay')}
            value={day}
            onChange={(event) => setDay(event.currentTarget.value)}
          />
          <Button
            variant="default"
            disabled={day === ''}
            onClick={() => {
              withDays([day])
              setDay('')
            }}
          >
            {t('calendar.add')}
          </Button>
        </Group>
      </section>
      <RefusalText refusal={save.refusal} />
      <Group gap="md">
        <SubmitButton busy={save.busy} className={classes.submit}>
          {t('calendar.save')}
        </SubmitButton>
        {changed ? <span className={classes.soft}>{t('calendar.unsaved')}</span> : null}
      </Group>
    </form>
  )
}

function Holiday({ day, onRemove }: { day: string; onRemove: () => void }) {
  const { t } = useTranslation('organisation')
  const format = useFormat()
  const known = dutchHolidays(Number(day.slice(0, 4))).find((holiday) => holiday.day === day)
  const said = format.date(midday(day))
  return (
    <li className={classes.holiday}>
      <span>
        {said}
        {known ? <span className={classes.soft}> {t(`holiday.${known.name}`)}</span> : null}
      </span>
      <button type="button" aria-label={t('calendar.remove', { day: said })} onClick={onRemove}>
        <IconX size={16} aria-hidden="true" />
      </button>
    </li>
  )
}

function same<T>(a: readonly T[], b: readonly T[]): boolean {
  return a.length === b.length && a.every((one, i) => one === b[i])
}
