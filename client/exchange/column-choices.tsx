// Owns saying what each column of the file becomes: its name, a few of its values, and one choice.

import { NativeSelect } from '@mantine/core'
import { IMPORT_TARGETS, type ImportColumn, type ImportTarget } from '../../shared/exchange.ts'
import { useTranslation } from '../i18n/translation.ts'
import styles from './exchange.module.css'
import { withTarget } from './import-request.ts'

interface ColumnChoicesProps {
  columns: readonly ImportColumn[]
  mapping: readonly ImportTarget[]
  onMapping: (mapping: ImportTarget[]) => void
}

export function ColumnChoices({ columns, mapping, onMapping }: ColumnChoicesProps) {
  const { t } = useTranslation('exchange')
  const targets = IMPORT_TARGETS.map((value) => ({ value, label: t(`target.${value}`) }))
  return (
    <section aria-labelledby="import-columns">
      <h2 id="import-columns" className={styles.heading}>
        {t('columns.title')}
      </h2>
      <ul className={styles.columns}>
        {columns.map((column, i) => {
          const name = column.name || t('columns.nameless', { number: i + 1 })
          return (
            // Columns have no identity but their place in the file.
            // oxlint-disable-next-line react/no-array-index-key
            <li key={i} className={styles.column}>
              <span className={styles.columnName}>{name}</span>
              <span className={styles.samples}>{column.samples.join(' · ') || t('columns.empty')}</span>
              <NativeSelect
                aria-label={t('columns.becomes', { column: name })}
                value={mapping[i] ?? 'ignore'}
                onChange={(event) => onMapping(withTarget(mapping, i, event.currentTarget.value as ImportTarget))}
                data={targets}
              />
            </li>
          )
        })}
      </ul>
    </section>
  )
}
