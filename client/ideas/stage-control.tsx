// Owns what a facilitator may do with an idea's stage by hand: shortlist it, park it with a reason, open it again. All
// further stages come from what sponsors answer.

import { Button, Group, Stack, Textarea } from '@mantine/core'
import { useState } from 'react'
import { REASON_MAX_CHARS } from '../../shared/limits.ts'
import type { IdeaView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'

type ByHand = 'open' | 'shortlisted' | 'parked'
const BY_HAND: readonly ByHand[] = ['open', 'shortlisted', 'parked']

export function StageControl({ idea }: { idea: IdeaView }) {
  const { t } = useTranslation('idea')
  const [parking, setParking] = useState<string | null>(null)
  const set = useCommand('idea.set-stage')
  if (!(BY_HAND as readonly string[]).includes(idea.stage)) return null
  const { ideaId } = idea

  async function park() {
    const outcome = await set.run({ ideaId, stage: 'parked', reason: parking ?? '' })
    if (outcome.ok) setParking(null)
  }

  return (
    <Stack gap="xs" role="group" aria-label={t('stage.label')}>
      {parking === null ? (
        <Group gap="sm">
          {BY_HAND.filter((stage) => stage !== idea.stage).map((stage) => (
            <Button
              key={stage}
              variant="default"
              size="sm"
              loading={set.busy}
              onClick={() => (stage === 'parked' ? setParking('') : void set.run({ ideaId, stage }))}
            >
              {t(`stage.${stage}`)}
            </Button>
          ))}
        </Group>
      ) : (
        <>
          <Textarea
            label={t('stage.parkReason')}
            value={parking}
            maxLength={REASON_MAX_CHARS}
            onChange={(event) => setParking(event.currentTarget.value)}
            // oxlint-disable-next-line jsx-a11y/no-autofocus -- the person has just asked for this field
            autoFocus
          />
          <Group gap="sm">
            <Button size="sm" loading={set.busy} onClick={() => void park()}>
              {t('stage.parked')}
            </Button>
            <Button size="sm" variant="subtle" color="gray" onClick={() => setParking(null)}>
              {t('details.cancel')}
            </Button>
          </Group>
        </>
      )}
      <RefusalText refusal={set.refusal} />
    </Stack>
  )
}
