// Owns choosing the one file: which kinds, and how large it may be.

import { IMPORT_FILE_MAX_BYTES, IMPORT_ROWS_MAX } from '../../shared/limits.ts'
import { useFormat } from '../i18n/format.ts'
import { useTranslation } from '../i18n/translation.ts'
import { FileDrop } from '../ui/file-drop.tsx'

const TYPES = '.csv,.tsv,.txt,.json,text/csv,text/plain,text/tab-separated-values,application/json'

export function FileChoice({ onFile }: { onFile: (file: File) => void }) {
  const { t } = useTranslation('exchange')
  const format = useFormat()
  return (
    <FileDrop
      title={t('choose.title')}
      kinds={t('choose.kinds')}
      choose={t('choose.button')}
      limits={t('choose.limits', {
        rows: format.number(IMPORT_ROWS_MAX),
        size: format.bytes(IMPORT_FILE_MAX_BYTES),
      })}
      types={TYPES}
      onFile={onFile}
    />
  )
}
