// Owns one line of the organisation's list while it is written: new, changed, or taken off.

import { Autocomplete, Button, Group, Select, TextInput } from '@mantine/core'
import { useMemo, useState } from 'react'
import { EMAIL_MAX_CHARS, NAME_MAX_CHARS, UNIT_MAX_CHARS } from '../../shared/limits.ts'
import type { ListedPerson } from '../../shared/organisation-views.ts'
import { cleanLine } from '../../shared/text.ts'
import { useTranslation } from '../i18n/translation.ts'
import { invalidate } from '../live/api.ts'
import { send, useCommand } from '../live/command.ts'
import { ConfirmAction } from '../ui/confirm-action.tsx'
import { SubmitButton, submitted, useProblems } from '../ui/form.tsx'
import { showNotice } from '../ui/notices.tsx'
import { RefusalText, useRefusal } from '../ui/refusal.tsx'
import classes from './organisation.module.css'

/** What a list under a field shows at once. */
const SHOWN = 30

interface PersonFormProps {
  /** Null: somebody new. */
  person: ListedPerson | null
  people: readonly ListedPerson[]
  onDone: () => void
}

export function PersonForm({ person, people, onDone }: PersonFormProps) {
  const { t } = useTranslation('organisation')
  const words = useRefusal()
  const { problems, form, check, clear } = useProblems<'name' | 'email'>()
  const [name, setName] = useState(person?.name ?? '')
  const [email, setEmail] = useState(person?.email ?? '')
  const [unit, setUnit] = useState(person?.unit ?? '')
  const [managerEmail, setManager] = useState(person?.managerEmail ?? null)
  const [deputyEmail, setDeputy] = useState(person?.deputyEmail ?? null)
  const save = useCommand('organisation.set-person')
  const units = useMemo(() => [...new Set(people.flatMap((one) => one.unit ?? []))].sort(), [people])
  const others = useMemo(
    () =>
      people
        .filter((one) => one.email !== person?.email)
        .map((one) => ({ value: one.email, label: `${one.name} · ${one.email}` })),
    [people, person],
  )

  async function submit(): Promise<void> {
    const sound = check({
      name: cleanLine(name) === '' && t('person.needName'),
      email: !/^[^\s@]+@[^\s@]+\.[^\s@.]+$/.test(email.trim()) && t('person.needEmail'),
    })
    if (!sound) return
    const line = { name, email, unit: unit.trim() || null, managerEmail, deputyEmail }
    const outcome = await save.run(person ? { ...line, was: person.email } : line)
    if (!outcome.ok) return
    await invalidate(['organisation'])
    onDone()
  }

  async function remove(of: ListedPerson): Promise<void> {
    const outcome = await send('organisation.remove-person', { email: of.email })
    if (!outcome.ok) return void showNotice({ text: words(outcome.error), tone: 'problem' })
    await invalidate(['organisation'])
    showNotice({ text: t('person.removed', { name: of.name }) })
    onDone()
  }

  return (
    <form
      ref={form}
      noValidate
      className={classes.form}
      onSubmit={submitted(submit)}
      aria-label={name || t('person.new')}
    >
      <div className={classes.fields}>
        <TextInput
          name="name"
          label={t('person.name')}
          value={name}
          error={problems.name}
          maxLength={NAME_MAX_CHARS}
          data-autofocus
          onChange={(event) => {
            setName(event.currentTarget.value)
            clear('name')
          }}
        />
        <TextInput
          name="email"
          type="email"
          label={t('person.email')}
          description={t('person.emailHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          value={email}
          error={problems.email}
          maxLength={EMAIL_MAX_CHARS}
          onChange={(event) => {
            setEmail(event.currentTarget.value)
            clear('email')
          }}
        />
        <Autocomplete
          size="md"
          label={t('person.unit')}
          value={unit}
          data={units}
          limit={SHOWN}
          maxLength={UNIT_MAX_CHARS}
          onChange={setUnit}
        />
        <Select
          label={t('person.manager')}
          description={t('person.managerHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={t('person.nobody')}
          searchable
          clearable
          data={others}
          limit={SHOWN}
          value={managerEmail}
          onChange={setManager}
        />
        <Select
          label={t('person.deputy')}
          description={t('person.deputyHint')}
          inputWrapperOrder={['label', 'input', 'description', 'error']}
          placeholder={t('person.nobody')}
          searchable
          clearable
          data={others}
          limit={SHOWN}
          value={deputyEmail}
          onChange={setDeputy}
        />
      </div>
      <RefusalText refusal={save.refusal} />
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <SubmitButton busy={save.busy}>{t('person.save')}</SubmitButton>
          <Button variant="default" onClick={onDone}>
            {t('person.cancel')}
          </Button>
        </Group>
        {person ? (
          <ConfirmAction
            label={t('person.remove')}
            question={t('person.removeQuestion', { name: person.name })}
            confirm={t('person.remove')}
            danger
            buttonProps={{ variant: 'subtle', color: 'gray' }}
            onConfirm={() => remove(person)}
          >
            {t('person.removeBody')}
          </ConfirmAction>
        ) : null}
      </Group>
    </form>
  )
}
