// Owns taking an idea to a sponsor: whom, and why them. What speaks for the idea is handed in by the app.

import { Button, Modal, Textarea } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { WHY_MAX_CHARS } from '../../shared/limits.ts'
import type { IdeaId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { draftAt, keepDraft } from '../live/drafts.ts'
import { Skeletons } from '../ui/delayed.tsx'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { announce } from '../ui/live-region.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './case.module.css'
import { SponsorChoice, useSponsors } from './sponsor-choice.tsx'

/** Room for both beside each other. */
const WITH_SIGNALS_PX = 928

export interface EscalateDialogProps {
  ideaId: IdeaId
  /** The idea's first words, so that nobody takes the wrong one. */
  title: string
  opened: boolean
  onClose: () => void
  /** How far the idea is: never a gate. */
  signals?: ReactNode
}

export function EscalateDialog({ opened, onClose, signals, ...rest }: EscalateDialogProps) {
  const { t } = useTranslation('case')
  return (
    <Modal
      closeButtonProps={{ 'aria-label': t('action.close', { ns: 'common' }) }}
      opened={opened}
      onClose={onClose}
      title={t('take.title')}
      size={signals ? WITH_SIGNALS_PX : 'lg'}
    >
      <div className={classes.take}>
        <EscalateForm {...rest} onClose={onClose} />
        {signals}
      </div>
    </Modal>
  )
}

function EscalateForm({ ideaId, title, onClose }: Omit<EscalateDialogProps, 'opened' | 'signals'>) {
  const { t } = useTranslation('case')
  const place = `case.take.${ideaId}`
  const sponsors = useSponsors(ideaId)
  const [sponsorId, setSponsorId] = useState('')
  const [why, setWhy] = useState(() => draftAt(place))
  const { problems, form, check, clear } = useProblems<'sponsor' | 'why'>()
  const escalate = useCommand('idea.escalate')

  async function take() {
    const missing = {
      sponsor: sponsorId === '' && t('take.whomMissing'),
      why: why.trim() === '' && t('take.whyMissing'),
    }
    if (!check(missing)) return
    const outcome = await escalate.run({ ideaId, sponsorId, why })
    if (!outcome.ok) return
    keepDraft(place, '')
    announce(t('take.done'))
    void invalidate([`idea:${ideaId}`, 'desk'])
    onClose()
  }

  if (sponsors.isPending) return <Skeletons lines={5} height={36} />
  if (sponsors.data?.length === 0) return <p>{t('take.noSponsors')}</p>
  return (
    <form ref={form} className={classes.form} onSubmit={submitted(take)} noValidate>
      <blockquote className={classes.quote}>{title}</blockquote>
      {sponsors.isError && !sponsors.data ? (
        <div>
          <RefusalText refusal={sponsors.error} />
          <Button variant="default" size="sm" onClick={() => void sponsors.refetch()}>
            {t('action.retry', { ns: 'common' })}
          </Button>
        </div>
      ) : (
        <SponsorChoice
          ideaId={ideaId}
          label={t('take.whom')}
          hint={t('take.whomHint')}
          value={sponsorId}
          onChange={(userId) => {
            setSponsorId(userId)
            clear('sponsor')
          }}
          problem={problems.sponsor}
        />
      )}
      <Textarea
        name="why"
        label={t('take.why')}
        description={t('take.whyHint')}
        value={why}
        onChange={(event) => {
          setWhy(event.currentTarget.value)
          keepDraft(place, event.currentTarget.value)
          clear('why')
        }}
        error={problems.why}
        maxLength={WHY_MAX_CHARS}
        minRows={3}
        withAsterisk
      />
      <RefusalText refusal={escalate.refusal} />
      <SubmitButton busy={escalate.busy}>{t('take.submit')}</SubmitButton>
    </form>
  )
}
