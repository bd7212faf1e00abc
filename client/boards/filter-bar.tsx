// Owns finding ideas on this board by words or number: what does not match leaves the columns until the line is empty.

import { Button, TextInput } from '@mantine/core'
import { IconSearch } from '@tabler/icons-react'
import { useEffect, useRef } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { announce } from '../ui/live-region.tsx'
import classes from './board.module.css'

interface FilterBarProps {
  query: string
  found: number
  onQuery: (query: string) => void
  onClose: () => void
}

/** After the last letter: what was found is said once, not at every letter. */
const SETTLED_MS = 700

export function FilterBar({ query, found, onQuery, onClose }: FilterBarProps) {
  const { t } = useTranslation('board')
  const field = useRef<HTMLInputElement>(null)
  const words = query.trim() === '' ? '' : found === 0 ? t('filter.none') : t('filter.found', { count: found })
  useEffect(() => field.current?.focus(), [])
  useEffect(() => {
    if (words === '') return
    const timer = setTimeout(() => announce(words), SETTLED_MS)
    return () => clearTimeout(timer)
  }, [words])
  return (
    <search className={classes.filter}>
      <TextInput
        ref={field}
        type="search"
        value={query}
        aria-label={t('filter.label')}
        placeholder={t('filter.placeholder')}
        leftSection={<IconSearch size={18} aria-hidden="true" />}
        onChange={(event) => onQuery(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Escape') onClose()
        }}
      />
      <span className={classes.found}>{words}</span>
      <Button variant="subtle" onClick={onClose}>
        {t('filter.clear')}
      </Button>
    </search>
  )
}
