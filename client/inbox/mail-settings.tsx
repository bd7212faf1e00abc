// Owns how I want to hear by mail: what waits for me, everything else, and at what hour.

import { NativeSelect, Stack, Text, Title } from '@mantine/core'
import { type MailSettings, type MailSettingsView, MAIL_PACES } from '../../shared/news.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { BrowserSettings } from './browser-settings.tsx'
import styles from './settings.module.css'

const HOURS = Array.from({ length: 24 }, (_, hour) => hour)

export function HearingSettings() {
  const { t } = useTranslation('inbox')
  const settings = useRead<MailSettingsView>('notifications', '/api/notifications')
  return (
    <section id="mail" className={styles.section} aria-labelledby="mail-title">
      <Title order={2} size="h3" id="mail-title">
        {t('mail.title')}
      </Title>
      <Text c="dimmed" mb="md">
        {t('mail.lead')}
      </Text>
      {settings.isPending ? <Skeletons lines={3} /> : null}
      {settings.isError && !settings.data ? <Text c="dimmed">{t('mail.failed')}</Text> : null}
      {settings.data ? <MailChoices settings={settings.data} /> : null}
      <BrowserSettings />
    </section>
  )
}

function MailChoices({ settings }: { settings: MailSettingsView }) {
  const { t } = useTranslation('inbox')
  const save = useCommand('notifications.set')
  const { timeZone, delivers, waiting, rest, hour } = settings
  const paces = MAIL_PACES.map((value) => ({ value, label: t(`mail.pace.${value}`) }))
  const two = (value: number) => String(value).padStart(2, '0')

  /** Kept at once: there is nothing to forget to press. */
  async function change(part: Partial<MailSettings>): Promise<void> {
    const outcome = await save.run({ waiting, rest, hour, ...part })
    if (outcome.ok) showNotice({ text: t('mail.saved') })
  }
  const paceOf = (value: string) => MAIL_PACES.find((one) => one === value) ?? 'daily'
  const isGathered = [waiting, rest].some((pace) => pace === 'daily' || pace === 'weekly')
  return (
    <Stack gap="md">
      <NativeSelect
        name="waiting"
        size="md"
        label={t('mail.waiting')}
        data={paces}
        value={waiting}
        onChange={(event) => void change({ waiting: paceOf(event.currentTarget.value) })}
      />
      <NativeSelect
        name="rest"
        size="md"
        label={t('mail.rest')}
        data={paces}
        value={rest}
        onChange={(event) => void change({ rest: paceOf(event.currentTarget.value) })}
      />
      {isGathered ? (
        <NativeSelect
          name="hour"
          size="md"
          label={t('mail.hour')}
          description={t('mail.hourHint', { zone: timeZone.replaceAll('_', ' ') })}
          data={HOURS.map((each) => ({ value: String(each), label: `${two(each)}:00` }))}
          value={String(hour)}
          onChange={(event) => void change({ hour: Number(event.currentTarget.value) })}
        />
      ) : null}
      {delivers ? null : <Text c="dimmed">{t('mail.noServer')}</Text>}
      <RefusalText refusal={save.refusal} />
    </Stack>
  )
}
