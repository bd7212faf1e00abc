// Owns drawing the pointers of others on the wall, with their names, at their own pace and size whatever the zoom.

import { useViewport, ViewportPortal } from '@xyflow/react'
import { useSyncExternalStore } from 'react'
import { writerColor } from './marked-text.tsx'
import { cssVariables } from './css-variables.ts'
import { useRoom } from './room.ts'
import classes from './wall.module.css'

export function Pointers() {
  const { presence } = useRoom()
  const pointers = useSyncExternalStore(presence.subscribe, presence.pointers)
  const { zoom } = useViewport()
  return (
    <ViewportPortal>
      {pointers.map((pointer) => (
        <div
          key={pointer.clientId}
          className={classes.pointer}
          style={{
            transform: `translate(${pointer.x}px, ${pointer.y}px) scale(${1 / zoom})`,
            ...cssVariables({ '--writer': writerColor(pointer) }),
          }}
          aria-hidden="true"
        >
          <svg width="18" height="20" viewBox="0 0 18 20">
            <path d="M1 1l5.2 17 2.900-7.200L16.500 8z" className={classes.arrow} />
          </svg>
          <span>{pointer.name}</span>
        </div>
      ))}
    </ViewportPortal>
  )
}
