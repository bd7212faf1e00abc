// Owns the end of an import: what came in, what was there already, what stayed out, and the way to the board.

import { Button, Group, Stack } from '@mantine/core'
import type { ImportReport } from '../../shared/exchange.ts'
import type { BoardId } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { Link } from '../ui/address.tsx'
import styles from './exchange.module.css'
import { Problems } from './problems.tsx'

interface ImportDoneProps {
  boardId: BoardId
  report: ImportReport
  onOther: () => void
}

export function ImportDone({ boardId, report, onOther }: ImportDoneProps) {
  const { t } = useTranslation('exchange')
  return (
    <Stack gap="lg">
      <section aria-labelledby="import-done">
        <h2 id="import-done" className={styles.heading}>
          {t('done.added', { count: report.added })}
        </h2>
        <ul className={styles.sum}>
          {report.alreadyThere > 0 && <li>{t('preview.there', { count: report.alreadyThere })}</li>}
          {report.leftOut > 0 && <li data-tone="out">{t('done.out', { count: report.leftOut })}</li>}
        </ul>
      </section>
      <Problems problems={report.problems} count={report.problemCount} />
      <Group gap="sm">
        <Button component={Link} to={`/b/${boardId}`}>
          {t('done.open')}
        </Button>
        <Button variant="default" onClick={onOther}>
          {t('other')}
        </Button>
      </Group>
    </Stack>
  )
}
