// Owns finding one's own vote in the tally sheet of a closed round: the receipt is made here, from what this person voted
// and their secret number, and looked for in the sheet that everybody gets. It tells nobody that it looked.

import { Alert, Anchor, Button } from '@mantine/core'
import { IconCheck, IconReceipt } from '@tabler/icons-react'
import { useState } from 'react'
import type { RoundId } from '../../shared/model.ts'
import type { Refusal } from '../../shared/outcome.ts'
import type { RoundBallotView, RoundSheet } from '../../shared/rounds.ts'
import { useTranslation } from '../i18n/translation.ts'
import { api } from '../live/api.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { checkReceipt, type Checked } from './receipt.ts'
import styles from './votes.module.css'

export function MyReceipt({ roundId }: { roundId: RoundId }) {
  const { t } = useTranslation('ballot')
  const [checked, setChecked] = useState<Checked | null>(null)
  const [refusal, setRefusal] = useState<Refusal | null>(null)
  const [busy, setBusy] = useState(false)

  async function check(): Promise<void> {
    setBusy(true)
    const [mine, sheet] = await Promise.all([
      api.get<RoundBallotView>(`/api/rounds/${roundId}/ballot`),
      api.get<RoundSheet>(`/api/rounds/${roundId}/sheet`),
    ])
    setBusy(false)
    const failed = !mine.ok ? mine.error : !sheet.ok ? sheet.error : null
    setRefusal(failed)
    if (mine.ok && sheet.ok) setChecked(await checkReceipt(mine.value, sheet.value))
  }

  if (!checked) {
    return (
      <div>
        <Button
          variant="subtle"
          size="sm"
          loading={busy}
          leftSection={<IconReceipt size={18} aria-hidden />}
          onClick={() => void check()}
        >
          {t('receipt.button')}
        </Button>
        <RefusalText refusal={refusal} />
      </div>
    )
  }
  const { found, receipt, ballots, byItself } = checked
  return (
    <Alert
      role="status"
      color={found === 'missing' ? 'red' : 'kiem'}
      icon={found === 'found' ? <IconCheck aria-hidden /> : <IconReceipt aria-hidden />}
      title={t('receipt.title')}
    >
      <p className={styles.line}>{t(`receipt.${found}`)}</p>
      {receipt && (
        <p className={styles.line}>
          {t('receipt.number')}: <code className={styles.receipt}>{receipt}</code>
        </p>
      )}
      {receipt && !byItself && <p className={styles.line}>{t('receipt.unchecked')}</p>}
      <p className={styles.line}>
        {t('receipt.sheet', { count: ballots })}{' '}
        <Anchor href={`/api/rounds/${roundId}/sheet.csv`} download>
          {t('receipt.download')}
        </Anchor>
      </p>
    </Alert>
  )
}
