// Owns how a key is drawn.

import { Kbd } from '@mantine/core'
import { keyCaps } from './keys.ts'
import classes from './keycaps.module.css'

/** `<Keycaps keys="mod+k" />` draws Ctrl K. */
export function Keycaps({ keys }: { keys: string }) {
  return (
    <span className={classes.caps}>
      {keyCaps(keys).map((cap) => (
        <Kbd key={cap} size="sm">
          {cap}
        </Kbd>
      ))}
    </span>
  )
}
