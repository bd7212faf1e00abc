// Owns showing people: a face (photo, or initials on their own colour), a row of faces, and a face with its name.

import { useState } from 'react'
import { useTranslation } from '../i18n/translation.ts'
import { faceColor, initialsOf } from './face-look.ts'
import classes from './face.module.css'

export interface FacePerson {
  userId: string
  name: string
  image?: string | null
}

interface FaceProps {
  person: FacePerson
  /** Pixels. */
  size?: number
  /** The name stands beside it already: the face is then decoration. */
  decorative?: boolean
}

export function Face({ person, size = 32, decorative = false }: FaceProps) {
  const [broken, setBroken] = useState<string | null>(null)
  const name = decorative ? { 'aria-hidden': true } : { role: 'img', 'aria-label': person.name }
  const color = faceColor(person.userId)
  const look = {
    width: size,
    height: size,
    fontSize: size * 0.4,
    '--face-fill': `var(--kiem-note-${color})`,
    '--face-edge': `var(--kiem-note-${color}-edge)`,
  }
  if (person.image && person.image !== broken) {
    return (
      <span className={classes.face} style={look} title={person.name} {...name}>
        <img src={person.image} alt="" width={size} height={size} onError={() => setBroken(person.image ?? null)} />
      </span>
    )
  }
  return (
    <span className={classes.face} style={look} title={person.name} {...name}>
      <span aria-hidden="true">{initialsOf(person.name)}</span>
    </span>
  )
}

interface FaceRowProps {
  people: readonly FacePerson[]
  size?: number
  /** How many faces before '+3'. */
  most?: number
  /** What these people are, for screen readers: 'On this board'. */
  label: string
}

/** Overlapping faces, and how many more. */
export function FaceRow({ people, size = 32, most = 5, label }: FaceRowProps) {
  const { t } = useTranslation()
  const shown = people.length > most + 1 ? people.slice(0, most) : people
  const more = people.length - shown.length
  return (
    <ul className={classes.row} aria-label={label}>
      {shown.map((person) => (
        <li key={person.userId}>
          <Face person={person} size={size} />
        </li>
      ))}
      {more > 0 ? (
        <li>
          <span className={classes.more} style={{ minWidth: size, height: size, fontSize: size * 0.4 }}>
            <span aria-hidden="true">+{more}</span>
            <span className="kiem-unseen">{t('people.more', { count: more })}</span>
          </span>
        </li>
      ) : null}
    </ul>
  )
}

/** A face with its name, and a second line such as a team. */
export function Person({ person, size = 32, note }: { person: FacePerson; size?: number; note?: string | null }) {
  return (
    <span className={classes.person}>
      <Face person={person} size={size} decorative />
      <span className={classes.words}>
        <span className={classes.name}>{person.name}</span>
        {note ? <span className={classes.note}>{note}</span> : null}
      </span>
    </span>
  )
}
