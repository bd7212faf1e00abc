// Owns every colour of Kiem as a token, for each look: light, dark, and both on the wall. theme.ts hands them to the page.

import type { NoteColor } from '../../shared/model.ts'

export type Scheme = 'light' | 'dark'

interface NoteTone {
  /** The paper of the note. */
  fill: string
  /** Its edge and its small swatch mark. */
  edge: string
}

/** Muted, and apart in lightness as well as hue, so that they stay apart for colour-blind eyes (theme.test.ts measures it). */
export const NOTE_TONES: Record<Scheme, Record<NoteColor, NoteTone>> = {
  light: {
    sun: { fill: '#f7edb0', edge: '#cbb862' },
    coral: { fill: '#e9b189', edge: '#ba7c4d' },
    rose: { fill: '#efbed8', edge: '#bf83a3' },
    sky: { fill: '#bfe2fb', edge: '#72a3c6' },
    sage: { fill: '#9acbae', edge: '#5f9876' },
    sand: { fill: '#e2dbcc', edge: '#aba08a' },
  },
  dark: {
    sun: { fill: '#6f5c1b', edge: '#a88d35' },
    coral: { fill: '#75350a', edge: '#b5632d' },
    rose: { fill: '#7a3c5f', edge: '#b86f97' },
    sky: { fill: '#345884', edge: '#628fc4' },
    sage: { fill: '#1a5139', edge: '#3f8a66' },
    sand: { fill: '#39342b', edge: '#6d6453' },
  },
}

export interface Tones {
  /** The wall: behind everything. */
  paper: string
  /** A sheet lying on the wall. */
  sheet: string
  /** A tray in the wall: columns, wells. */
  tray: string
  ink: string
  'ink-soft': string
  'ink-faint': string
  /** Hairline that groups. */
  line: string
  /** Edge of something one can press or fill in (3:1 on paper). */
  edge: string
  /** The green as text and marks. */
  accent: string
  'accent-soft': string
  /** Text on the filled green. */
  'on-accent': string
  danger: string
  'danger-soft': string
  warn: string
  'warn-soft': string
  /** Behind faces and things that float. */
  shade: string
}

export const TONES: Record<Scheme | 'projector-light' | 'projector-dark', Tones> = {
  light: {
    paper: '#fbf8f2',
    sheet: '#fffdf9',
    tray: '#f3eee4',
    ink: '#1d1b16',
    'ink-soft': '#57524a',
    'ink-faint': '#6a6459',
    line: '#e6dfd1',
    edge: '#8a8171',
    accent: '#23692c',
    'accent-soft': '#e3f2e1',
    'on-accent': '#ffffff',
    danger: '#a3341f',
    'danger-soft': '#fbe9e4',
    warn: '#7a4b00',
    'warn-soft': '#fbefd3',
    shade: '0 1px 2px rgb(60 48 24 / 0.10), 0 4px 12px rgb(60 48 24 / 0.08)',
  },
  dark: {
    paper: '#191713',
    sheet: '#221f1a',
    tray: '#13110e',
    ink: '#f0ebe1',
    'ink-soft': '#c2baab',
    'ink-faint': '#a39a8b',
    line: '#38332b',
    edge: '#7d7567',
    accent: '#86cc8a',
    'accent-soft': '#1e3421',
    'on-accent': '#10210f',
    danger: '#ff9d87',
    'danger-soft': '#43211a',
    warn: '#f0c46c',
    'warn-soft': '#3b2e12',
    shade: '0 1px 2px rgb(0 0 0 / 0.40), 0 6px 16px rgb(0 0 0 / 0.32)',
  },
  // A beamer washes out: text goes to near black or white, soft inks move towards it, hairlines become lines.
  'projector-light': {
    paper: '#ffffff',
    sheet: '#ffffff',
    tray: '#f4f0e8',
    ink: '#0c0b09',
    'ink-soft': '#35312b',
    'ink-faint': '#47423a',
    line: '#bcb3a2',
    edge: '#5f584c',
    accent: '#14531d',
    'accent-soft': '#d5ecd3',
    'on-accent': '#ffffff',
    danger: '#8a2210',
    'danger-soft': '#fbe0d9',
    warn: '#5e3900',
    'warn-soft': '#fae7bd',
    shade: '0 0 0 1px rgb(12 11 9 / 0.18)',
  },
  'projector-dark': {
    paper: '#0b0a08',
    sheet: '#161410',
    tray: '#000000',
    ink: '#ffffff',
    'ink-soft': '#e2dccf',
    'ink-faint': '#cbc3b4',
    line: '#5a5347',
    edge: '#a39a8b',
    accent: '#a5e3a8',
    'accent-soft': '#1d3a21',
    'on-accent': '#10210f',
    danger: '#ffb8a7',
    'danger-soft': '#4c2119',
    warn: '#ffd98c',
    'warn-soft': '#42320f',
    shade: '0 0 0 1px rgb(255 255 255 / 0.22)',
  },
}
