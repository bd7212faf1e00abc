// Owns getting onto a board with a code: scanned, only a name is asked; typed, the code and a name. No e-mail, ever.

import { Button, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { JOIN_CODE_CHARS, NAME_MAX_CHARS } from '../../shared/limits.ts'
import type { BoardId, MeView } from '../../shared/model.ts'
import type { Refusal } from '../../shared/outcome.ts'
import { charCount, cleanLine } from '../../shared/text.ts'
import { useTranslation } from '../i18n/translation.ts'
import { join } from '../live/session.ts'
import { Person } from '../ui/face.tsx'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { PageHeader } from '../ui/page.tsx'
import { RefusalText } from '../ui/refusal.tsx'
import { TextField } from '../ui/text-field.tsx'
import classes from './join-page.module.css'
import { cleanCode } from './join-code.ts'
import { rememberedName, rememberName } from './join-name.ts'

interface JoinPageProps {
  /** From the address; empty when it must be typed. */
  code: string
  user: MeView['user']
  onDone: (boardId: BoardId) => void
}

export function JoinPage({ code: given, user, onDone }: JoinPageProps) {
  const { t } = useTranslation('people')
  const { problems, form, check, clear } = useProblems<'code' | 'name'>()
  const scanned = cleanCode(given).length === JOIN_CODE_CHARS
  const [code, setCode] = useState(cleanCode(given))
  const [typing, setTyping] = useState(!scanned)
  const [name, setName] = useState(() => user?.name ?? rememberedName())
  const [busy, setBusy] = useState(false)
  const [refusal, setRefusal] = useState<Refusal | null>(null)

  async function submit(): Promise<void> {
    setRefusal(null)
    const ownName = cleanLine(name)
    const sound = check({
      code: code.length !== JOIN_CODE_CHARS && t('problem.code', { count: JOIN_CODE_CHARS }),
      name:
        (ownName === '' && t('problem.name')) ||
        (charCount(ownName) > NAME_MAX_CHARS && t('problem.nameLong', { count: NAME_MAX_CHARS })),
    })
    if (!sound) return
    setBusy(true)
    const outcome = await join(code, ownName)
    setBusy(false)
    if (outcome.ok) {
      if (!user) rememberName(ownName)
      onDone(outcome.value.boardId)
      return
    }
    setRefusal(outcome.error)
    if (outcome.error.kind === 'not-found') setTyping(true)
  }

  return (
    <>
      <PageHeader title={t('join.title')} lead={t(typing ? 'join.lead' : 'join.leadScanned')} />
      <form ref={form} noValidate onSubmit={submitted(submit)}>
        <Stack gap="md">
          {typing ? (
            <TextField
              name="code"
              label={t('field.code')}
              hint={t('field.codeHint')}
              className={classes.code}
              value={code}
              problem={problems.code}
              autoComplete="off"
              autoCapitalize="characters"
              spellCheck={false}
              autoFocus={!scanned}
              onChange={(event) => {
                setCode(cleanCode(event.currentTarget.value))
                clear('code')
                setRefusal(null)
              }}
            />
          ) : (
            <p className={classes.scanned}>
              <span className="kiem-unseen">{t('field.code')}: </span>
              <span className={classes.scannedCode}>{code}</span>
              <Button variant="subtle" size="compact-md" onClick={() => setTyping(true)}>
                {t('join.otherCode')}
              </Button>
            </p>
          )}
          {user ? (
            <div>
              <Text mb={6}>{t('join.asYou')}</Text>
              <Person person={user} size={44} note={user.isGuest ? null : user.unit} />
            </div>
          ) : (
            <TextField
              name="name"
              label={t('field.name')}
              hint={t('field.nameHint')}
              value={name}
              problem={problems.name}
              autoComplete="nickname"
              autoFocus={scanned}
              onChange={(event) => {
                setName(event.currentTarget.value)
                clear('name')
              }}
            />
          )}
          <RefusalText refusal={refusal} />
          <SubmitButton size="lg" busy={busy} fullWidth>
            {t('join.submit')}
          </SubmitButton>
          {user ? null : <Text c="dimmed">{t('join.note')}</Text>}
        </Stack>
      </form>
    </>
  )
}
