// Owns asking before something that cannot be taken back. Where it can be taken back, do it at once and `showUndo`.

import { Button, type ButtonProps, Group, Modal, Text } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'

interface ConfirmActionProps {
  /** On the button that starts it, a short verb. */
  label: ReactNode
  /** The question: 'Sign out everywhere?' */
  question: string
  /** What will happen. */
  children: ReactNode
  /** On the button that does it; a verb again, never 'OK'. */
  confirm: string
  /** May take a while; the dialog stays until it is done. */
  onConfirm: () => void | Promise<unknown>
  danger?: boolean
  buttonProps?: ButtonProps
}

export function ConfirmAction(props: ConfirmActionProps) {
  const { t } = useTranslation()
  const [opened, setOpened] = useState(false)
  const [busy, setBusy] = useState(false)
  async function run(): Promise<void> {
    setBusy(true)
    await props.onConfirm()
    setBusy(false)
    setOpened(false)
  }
  return (
    <>
      <Button variant="default" {...props.buttonProps} onClick={() => setOpened(true)}>
        {props.label}
      </Button>
      <Modal
        opened={opened}
        onClose={() => setOpened(false)}
        title={props.question}
        closeButtonProps={{ 'aria-label': t('action.close') }}
      >
        <Text component="div">{props.children}</Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setOpened(false)} data-autofocus>
            {t('action.cancel')}
          </Button>
          <Button className={props.danger ? 'kiem-danger-button' : undefined} loading={busy} onClick={() => void run()}>
            {props.confirm}
          </Button>
        </Group>
      </Modal>
    </>
  )
}
