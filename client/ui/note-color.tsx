// Owns choosing a note's colour: six swatches with names, a radio group for keyboard and screen reader.

import { IconCheck } from '@tabler/icons-react'
import { useId } from 'react'
import { NOTE_COLORS, type NoteColor } from '../../shared/model.ts'
import { useTranslation } from '../i18n/translation.ts'
import classes from './note-color.module.css'

interface NoteColorPickerProps {
  value: NoteColor
  onChange: (color: NoteColor) => void
  /** Without one it is called 'Colour'. */
  label?: string
}

export function NoteColorPicker({ value, onChange, label }: NoteColorPickerProps) {
  const { t } = useTranslation()
  const name = useId()
  return (
    <fieldset className={classes.picker}>
      <legend className="kiem-unseen">{label ?? t('note.label')}</legend>
      {NOTE_COLORS.map((color) => (
        <label key={color} className={classes.swatch} title={t(`note.${color}`)}>
          <input
            type="radio"
            className="kiem-unseen"
            name={name}
            value={color}
            checked={color === value}
            onChange={() => onChange(color)}
          />
          <span
            className={classes.dot}
            style={{ background: `var(--kiem-note-${color})`, borderColor: `var(--kiem-note-${color}-edge)` }}
            aria-hidden="true"
          >
            {color === value ? <IconCheck size={16} stroke={2.4} /> : null}
          </span>
          <span className="kiem-unseen">{t(`note.${color}`)}</span>
        </label>
      ))}
    </fieldset>
  )
}

/** The two variables a card needs to be of a colour: `style={noteStyle(card.color)}`. */
export function noteStyle(color: NoteColor): Record<'--note-fill' | '--note-edge', string> {
  return { '--note-fill': `var(--kiem-note-${color})`, '--note-edge': `var(--kiem-note-${color}-edge)` }
}
