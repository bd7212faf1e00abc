// Owns the frame of an ordinary page: its width, its one heading (which takes focus on arrival) and its one action.

import { Box, Group, Text, Title } from '@mantine/core'
import { type ReactNode, useEffect, useRef } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { useArrival } from './arrival.ts'
import classes from './page.module.css'

/** `width`: reading and forms `narrow`, lists `wide`, boards `full`. */
export function Page({ width = 'wide', children }: { width?: 'narrow' | 'wide' | 'full'; children: ReactNode }) {
  return (
    <Box className={classes.page} data-width={width}>
      {children}
    </Box>
  )
}

interface PageHeaderProps {
  title: string
  /** One sentence under the title. */
  lead?: ReactNode
  /** The one primary action of the screen. */
  action?: ReactNode
  /** In the browser tab, when it should differ from the title. */
  tabTitle?: string
}

export function PageHeader({ title, lead, action, tabTitle }: PageHeaderProps) {
  useTabTitle(tabTitle ?? title)
  const heading = useRef<HTMLHeadingElement>(null)
  useArrival(heading)
  return (
    <Group className={classes.header} justify="space-between" align="flex-end" gap="md">
      <div className={classes.heading}>
        <Title order={1} ref={heading} tabIndex={-1}>
          {title}
        </Title>
        {lead ? (
          <Text className={classes.lead} component="div">
            {lead}
          </Text>
        ) : null}
      </div>
      {action}
    </Group>
  )
}

/** 'My boards · Kiem' in the browser tab. */
export function useTabTitle(title: string): void {
  const { t } = useTranslation()
  useEffect(() => {
    document.title = title === t('appName') ? title : `${title} · ${t('appName')}`
  }, [title, t])
}
