// Owns the dialog that lists every key that works now. Loaded when first asked for.

import { Modal } from '@mantine/core'
import { Fragment } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { Keycaps } from './keycaps.tsx'
import classes from './keycaps.module.css'
import { useKeyGroups } from './keys.ts'

export function KeysDialog({ opened, onClose }: { opened: boolean; onClose: () => void }) {
  const { t } = useTranslation()
  const groups = useKeyGroups()
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={t('help.title')}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      {groups.map(({ title, keys }) => {
        const listed = keys.filter((key) => !key.silent)
        if (listed.length === 0) return null
        return (
          <Fragment key={title}>
            <h3 className={classes.title}>{title}</h3>
            <dl className={classes.list}>
              {listed.map((key) => (
                <div key={key.key} className={classes.row}>
                  <dt>{key.label}</dt>
                  <dd>
                    <Keycaps keys={key.key} />
                  </dd>
                </div>
              ))}
            </dl>
          </Fragment>
        )
      })}
    </Modal>
  )
}
