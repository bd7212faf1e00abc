// Owns the preview of an import: what each column becomes, the first ideas as they will arrive, what stays out and why,
// and, folded away, how the file is read for when the guess was wrong.

import { Alert, Button, Group, NativeSelect, Stack, Switch } from '@mantine/core'
import { DELIMITERS, type Delimiter, ENCODINGS, type Encoding, type ImportPreview } from '../../shared/exchange.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { useTranslation } from '../i18n/translation.ts'
import { RefusalText } from '../ui/refusal.tsx'
import { ColumnChoices } from './column-choices.tsx'
import styles from './exchange.module.css'
import type { Choices } from './import-request.ts'
import { Problems } from './problems.tsx'

interface PreviewProps {
  fileName: string
  preview: ImportPreview
  /** A new preview is on its way. */
  asking: boolean
  refusal: Refusal | null
  choices: Choices
  onChoices: (choices: Choices) => void
  onStart: () => void
  onOther: () => void
}

export function ImportPreviewView(props: PreviewProps) {
  const { fileName, preview, asking, refusal, choices, onChoices, onStart, onOther } = props
  const { t } = useTranslation('exchange')
  const mapping = choices.mapping ?? preview.columns.map((column) => column.target)
  const noText = preview.format !== 'kiem' && !mapping.includes('text')
  return (
    <Stack gap="lg" aria-busy={asking}>
      <section aria-labelledby="import-sum">
        <h2 id="import-sum" className={styles.heading}>
          {fileName}
        </h2>
        <ul className={styles.sum}>
          <li data-tone="good">{t('preview.good', { count: preview.good })}</li>
          {preview.alreadyThere > 0 && <li>{t('preview.there', { count: preview.alreadyThere })}</li>}
          {preview.leftOut > 0 && <li data-tone="out">{t('preview.out', { count: preview.leftOut })}</li>}
        </ul>
        {preview.format === 'kiem' && <p className={styles.soft}>{t('preview.ours')}</p>}
      </section>
      {noText && <Alert color="kiem">{t('columns.needText')}</Alert>}
      <RefusalText refusal={refusal} />
      <Group gap="sm">
        <Button onClick={onStart} disabled={noText || asking || preview.good === 0}>
          {t('start', { count: preview.good })}
        </Button>
        <Button variant="default" onClick={onOther}>
          {t('other')}
        </Button>
      </Group>
      {preview.columns.length > 0 && (
        <ColumnChoices
          columns={preview.columns}
          mapping={mapping}
          onMapping={(next) => onChoices({ ...choices, mapping: next })}
        />
      )}
      {preview.format === 'csv' && <Reading preview={preview} choices={choices} onChoices={onChoices} />}
      <FirstRows rows={preview.rows} />
      <Problems problems={preview.problems} count={preview.problemCount} />
    </Stack>
  )
}

function Reading({ preview, choices, onChoices }: Pick<PreviewProps, 'preview' | 'choices' | 'onChoices'>) {
  const { t } = useTranslation('exchange')
  // Other columns come of other separators: what was settled about the old ones means nothing any more.
  const { mapping: _, ...kept } = choices
  const names = { ',': t('read.comma'), ';': t('read.semicolon'), '\t': t('read.tab'), '|': t('read.bar') }
  return (
    <details className={styles.reading}>
      <summary>{t('read.title')}</summary>
      <Group gap="md" align="flex-end">
        <NativeSelect
          label={t('read.delimiter')}
          value={choices.delimiter ?? preview.delimiter ?? ''}
          onChange={(event) => {
            const delimiter = event.currentTarget.value as Delimiter | ''
            onChoices(delimiter === '' ? kept : { ...kept, delimiter })
          }}
          data={[
            ...(preview.delimiter === null ? [{ value: '', label: t('read.none') }] : []),
            ...DELIMITERS.map((value) => ({ value, label: names[value] })),
          ]}
        />
        <NativeSelect
          label={t('read.encoding')}
          value={choices.encoding ?? preview.encoding}
          onChange={(event) => onChoices({ ...kept, encoding: event.currentTarget.value as Encoding })}
          data={[...new Set([preview.encoding, ...ENCODINGS])]}
        />
        <Switch
          label={t('read.header')}
          checked={choices.header ?? preview.header}
          onChange={(event) => onChoices({ ...kept, header: event.currentTarget.checked })}
        />
      </Group>
    </details>
  )
}

function FirstRows({ rows }: Pick<ImportPreview, 'rows'>) {
  const { t } = useTranslation('exchange')
  if (rows.length === 0) return null
  return (
    <section aria-labelledby="import-rows">
      <h2 id="import-rows" className={styles.heading}>
        {t('rows.title')}
      </h2>
      <ol className={styles.rows}>
        {rows.map((row) => (
          <li key={row.line} className={styles.row}>
            <strong className={styles.rowText}>{row.text}</strong>
            {row.details && <span className={styles.rowDetails}>{row.details}</span>}
            {(row.tags.length > 0 || row.author || row.column || row.group) && (
              <span className={styles.soft}>
                {[
                  row.author && t('rows.author', { name: row.author }),
                  row.column,
                  row.group && t('rows.group', { title: row.group }),
                  ...row.tags,
                ]
                  .filter(Boolean)
                  .join(' · ')}
              </span>
            )}
          </li>
        ))}
      </ol>
    </section>
  )
}
