// Owns taking an idea to a sponsor: whom, and why them.

import { Button, Modal, Radio, Stack, Textarea } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { WHY_MAX_CHARS } from '../../shared/limits.ts'
import type { IdeaId, PersonView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useRead } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { Face } from '../ui/face.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import styles from './escalations.module.css'

export interface EscalateDialogProps {
  ideaId: IdeaId
  /** The idea's first words, so that nobody takes the wrong one. */
  title: string
  opened: boolean
  onClose: () => void
}

export function EscalateDialog({ ideaId, title, opened, onClose }: EscalateDialogProps) {
  const { t } = useTranslation('escalation')
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
      opened={opened}
      onClose={onClose}
      title={t('take.title')}
      size="lg"
    >
      <EscalateForm ideaId={ideaId} title={title} onClose={onClose} />
    </Modal>
  )
}

function EscalateForm({ ideaId, title, onClose }: Omit<EscalateDialogProps, 'opened'>) {
  const { t } = useTranslation('escalation')
  const sponsors = useRead<PersonView[]>('people', '/api/sponsors')
  const [sponsorId, setSponsorId] = useState('')
  const [why, setWhy] = useState('')
  const [missing, setMissing] = useState<{ sponsor?: boolean; why?: boolean }>({})
  const escalate = useCommand('idea.escalate')

  async function submit(event: FormEvent) {
    event.preventDefault()
    const lacks = { sponsor: sponsorId === '', why: why.trim() === '' }
    setMissing(lacks)
    if (lacks.sponsor || lacks.why) return
    const outcome = await escalate.run({ ideaId, sponsorId, why })
    if (!outcome.ok) return
    announce(t('take.done'))
    onClose()
  }

  if (sponsors.data?.length === 0) return <p>{t('take.noSponsors')}</p>
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <Stack gap="md">
        <blockquote className={styles.quote}>{title}</blockquote>
        <Radio.Group
          label={t('take.whom')}
          description={t('take.whomHint')}
          value={sponsorId}
          onChange={setSponsorId}
          error={missing.sponsor && t('take.whomMissing')}
          withAsterisk
        >
          <div className={styles.sponsors}>
            {(sponsors.data ?? []).map((person) => (
              <Radio.Card key={person.userId} value={person.userId} className={styles.sponsor} aria-label={person.name}>
                <Face person={person} size={40} />
                <span className={styles.who}>
                  <strong>{person.name}</strong>
                  {person.unit && <span className={styles.soft}>{person.unit}</span>}
                </span>
                <Radio.Indicator />
              </Radio.Card>
            ))}
          </div>
        </Radio.Group>
        <Textarea
          label={t('take.why')}
          description={t('take.whyHint')}
          value={why}
          onChange={(event) => setWhy(event.currentTarget.value)}
          error={missing.why && t('take.whyMissing')}
          maxLength={WHY_MAX_CHARS}
          minRows={3}
          withAsterisk
        />
        <RefusalText refusal={escalate.refusal} />
        <Button type="submit" loading={escalate.busy}>
          {t('take.submit')}
        </Button>
      </Stack>
    </form>
  )
}
