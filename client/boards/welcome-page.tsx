// Owns the first page after the first account: look at a living example, or start a board of one's own.

import { Button } from '@mantine/core'
import { IconArrowRight, IconPlus, IconSeedling } from '@tabler/icons-react'
import { currentLanguage, useTranslation } from '../i18n/translation.ts'
import { navigate } from '../live/address.ts'
import { useCommand } from '../live/command.ts'
import { useUser } from '../live/session.ts'
import { Link } from '../ui/address.tsx'
import { Page, PageHeader } from '../ui/page.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import classes from './home.module.css'

export function WelcomePage() {
  const { t } = useTranslation('home')
  const user = useUser()
  const example = useCommand('board.create-example')

  async function tryExample(): Promise<void> {
    const outcome = await example.run({ language: currentLanguage() })
    if (outcome.ok) navigate(`/b/${outcome.value.boardId}`)
  }

  return (
    <Page>
      <PageHeader title={t('welcome.title', { name: user?.name ?? '' })} lead={t('welcome.lead')} />
      <div className={classes.ways}>
        <section className={classes.way} data-first>
          <IconSeedling size={40} stroke={1.5} aria-hidden="true" />
          <h2>{t('welcome.example')}</h2>
          <p>{t('welcome.exampleBody')}</p>
          <Button
            size="md"
            loading={example.busy}
            rightSection={<IconArrowRight size={18} aria-hidden="true" />}
            onClick={() => void tryExample()}
          >
            {t('welcome.example')}
          </Button>
          <RefusalText refusal={example.refusal} />
        </section>
        <section className={classes.way}>
          <IconPlus size={40} stroke={1.5} aria-hidden="true" />
          <h2>{t('welcome.start')}</h2>
          <p>{t('welcome.startBody')}</p>
          <Button component={Link} to="/new" size="md" variant="default">
            {t('welcome.start')}
          </Button>
        </section>
      </div>
      <p>
        <Link to="/home" className={classes.later}>
          {t('welcome.later')}
        </Link>
      </p>
    </Page>
  )
}
