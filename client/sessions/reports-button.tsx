// Owns the list of reported cards for those who decide: each with the reasons people gave, to hide or to keep. Who reported is
// said nowhere.

import { Button, Modal, TextInput } from '@mantine/core'
import { IconFlag3 } from '@tabler/icons-react'
import { useState } from 'react'
import type { BoardId } from '../../shared/model.ts'
import type { CardReports, ReportOutcome } from '../../shared/reports.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './leaders.module.css'
import { useReports } from './reports.ts'

type Reported = NonNullable<CardReports['all']>[number]

/** Nothing while nothing waits. */
export function ReportsButton({ boardId }: { boardId: BoardId }) {
  const { t } = useTranslation('lead')
  const { t: common } = useTranslation()
  const [opened, setOpened] = useState(false)
  const all = useReports(boardId, true).data?.all ?? []
  const open = all.filter(({ outcome }) => outcome === null).length
  if (open === 0 && !opened) return null
  return (
    <>
      <Button
        variant="light"
        size="sm"
        leftSection={<IconFlag3 size={18} stroke={1.8} aria-hidden="true" />}
        onClick={() => setOpened(true)}
      >
        {t('report.waiting', { count: open })}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        size="lg"
        title={t('report.list')}
        closeButtonProps={{ 'aria-label': common('action.close') }}
      >
        <p className={classes.lead}>{t('report.listWhy')}</p>
        <ul className={classes.people}>
          {all.map((card) => (
            <ReportedCard key={card.ideaId} boardId={boardId} card={card} />
          ))}
        </ul>
      </Modal>
    </>
  )
}

function ReportedCard({ boardId, card }: { boardId: BoardId; card: Reported }) {
  const { t } = useTranslation('lead')
  const [answer, setAnswer] = useState(card.answer ?? '')
  const decide = useCommand('report.decide')
  async function run(outcome: ReportOutcome): Promise<void> {
    const words = answer.trim()
    const decided = await decide.run({ ideaId: card.ideaId, outcome, ...(words ? { answer: words } : {}) })
    if (decided.ok) void invalidate([`reports:${boardId}`])
  }
  return (
    <li className={classes.reported} data-reported={card.ideaId}>
      <p className={classes.reportedText}>
        <strong>{`#${card.number}`}</strong> {card.text}
      </p>
      <ul className={classes.reasons} aria-label={t('report.reasons')}>
        {card.reasons.map((reason, place) => (
          // oxlint-disable-next-line react/no-array-index-key -- two may say the same, and none of them moves
          <li key={place}>{reason}</li>
        ))}
      </ul>
      {card.outcome ? <p className={classes.lead}>{t(`report.is.${card.outcome}`)}</p> : null}
      <TextInput
        label={t('report.answer')}
        value={answer}
        maxLength={1_000}
        onChange={(event) => setAnswer(event.currentTarget.value)}
      />
      <RefusalText refusal={decide.refusal} />
      <div className={classes.decide}>
        <Button
          variant="default"
          loading={decide.busy}
          disabled={card.outcome === 'kept'}
          onClick={() => void run('kept')}
        >
          {t('report.keep')}
        </Button>
        <Button loading={decide.busy} disabled={card.outcome === 'hidden'} onClick={() => void run('hidden')}>
          {t('report.hide')}
        </Button>
      </div>
    </li>
  )
}
