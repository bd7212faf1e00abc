// Owns the tags of an idea.

import { TagsInput } from '@mantine/core'
import { TAG_MAX_CHARS, TAGS_MAX_PER_IDEA } from '../../shared/limits.ts'
import type { IdeaView } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { useCommand } from '../live/command.ts'
import { RefusalText } from '../ui/refusal.tsx'
import styles from './idea.module.css'

export function Tags({ idea, mayEdit }: { idea: IdeaView; mayEdit: boolean }) {
  const { t } = useTranslation('idea')
  const update = useCommand('idea.update')
  if (!mayEdit) {
    if (idea.tags.length === 0) return null
    return (
      <ul className={styles.tags} aria-label={t('tags.label')}>
        {idea.tags.map((tag) => (
          <li key={tag}>{tag}</li>
        ))}
      </ul>
    )
  }

  async function save(tags: string[]) {
    await update.run({ ideaId: idea.ideaId, tags: tags.map((tag) => tag.slice(0, TAG_MAX_CHARS)) })
    await invalidate([`idea:${idea.ideaId}`])
  }

  return (
    <div>
      <TagsInput
        label={t('tags.label')}
        description={t('tags.hint')}
        value={idea.tags}
        onChange={(tags) => void save(tags)}
        maxTags={TAGS_MAX_PER_IDEA}
        disabled={update.busy}
      />
      <RefusalText refusal={update.refusal} />
    </div>
  )
}
