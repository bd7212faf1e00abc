// Owns choosing one file: by a button, or by dropping it anywhere on the sheet. What is done with it is for whoever asks.

import { Button, Text } from '@mantine/core'
import { IconFileUpload } from '@tabler/icons-react'
import { type DragEvent, useRef, useState } from 'react'
import classes from './file-drop.module.css'

interface FileDropProps {
  title: string
  /** What may be in it. */
  kinds: string
  /** On the button. */
  choose: string
  /** How much of it there may be. */
  limits: string
  /** As the file input's `accept`. */
  types: string
  onFile: (file: File) => void
}

export function FileDrop({ title, kinds, choose, limits, types, onFile }: FileDropProps) {
  const input = useRef<HTMLInputElement>(null)
  const [over, setOver] = useState(false)

  function drop(event: DragEvent): void {
    event.preventDefault()
    setOver(false)
    const [file] = event.dataTransfer.files
    if (file) onFile(file)
  }

  return (
    <div
      className={classes.drop}
      data-over={over || undefined}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
    >
      <IconFileUpload size={40} stroke={1.4} aria-hidden="true" />
      <Text className={classes.title}>{title}</Text>
      <Text className={classes.soft}>{kinds}</Text>
      <Button onClick={() => input.current?.click()}>{choose}</Button>
      <Text className={classes.soft}>{limits}</Text>
      <input
        ref={input}
        type="file"
        accept={types}
        hidden
        onChange={(event) => {
          const file = event.currentTarget.files?.[0]
          // The same file may be chosen again after it was mended.
          event.currentTarget.value = ''
          if (file) onFile(file)
        }}
      />
    </div>
  )
}
