// Owns how Kiem looks: every colour, size and duration as a token, and the component library's theme built from them.
// Elsewhere only the CSS variables (`--kiem-*`, `--mantine-*`) are used: no colour is written in a room.

import {
  createTheme,
  type CSSVariablesResolver,
  defaultVariantColorsResolver,
  type MantineColorsTuple,
  type VariantColorsResolver,
} from '@mantine/core'
import { NOTE_COLORS } from '../../shared/model.ts'
import { NOTE_TONES, type Scheme, TONES, type Tones } from './tones.ts'

export { NOTE_TONES, TONES } from './tones.ts'

/** One living green. Shade 8 carries white text on paper (5.3:1), shade 4 carries ink in the dark (7.4:1). */
const kiem: MantineColorsTuple = [
  '#eff8ee',
  '#dcefdb',
  '#b9ddb8',
  '#92cb93',
  '#6fbb73',
  '#57ab5d',
  '#479c4f',
  '#378a41',
  '#2a7a34',
  '#1f6128',
]
/** Warm greys: Mantine draws its borders, placeholders and dark surfaces from these two. */
const gray: MantineColorsTuple = [
  '#faf7f1',
  '#f3eee4',
  '#e8e1d3',
  '#dbd2c1',
  '#938a79',
  '#8a8171',
  '#7a7163',
  '#6a6357',
  '#4a453c',
  '#2b2822',
]
const dark: MantineColorsTuple = [
  '#f0ebe1',
  '#d9d2c5',
  '#b7af9f',
  '#958c7c',
  '#6f685c',
  '#3f3a31',
  '#2d2923',
  '#221f1a',
  '#191713',
  '#12100d',
]

/** Motion only explains, and never lasts 200 ms. */
export const MOTION_MS = { quick: 90, calm: 160 } as const

/** The 8 px rhythm (4 px for the smallest gaps). */
const SPACE_PX = { 1: 4, 2: 8, 3: 16, 4: 24, 5: 32, 6: 48, 7: 64 } as const

/** A finger needs 44 px (WCAG 2.5.5 and LOOK). */
export const TOUCH_PX = 44

/** `--kiem-…` variables of one look, ready for a style attribute or a rule. */
export function variablesOf(scheme: Scheme, tones: Tones = TONES[scheme]): Record<string, string> {
  const variables: Record<string, string> = {}
  for (const [name, value] of Object.entries(tones)) variables[`--kiem-${name}`] = value
  for (const color of NOTE_COLORS) {
    variables[`--kiem-note-${color}`] = NOTE_TONES[scheme][color].fill
    variables[`--kiem-note-${color}-edge`] = NOTE_TONES[scheme][color].edge
  }
  return variables
}

/** Hands the tokens to the page; the library's own surfaces follow ours. */
export const cssVariables: CSSVariablesResolver = () => {
  const shared: Record<string, string> = {
    '--kiem-quick': `${MOTION_MS.quick}ms`,
    '--kiem-calm': `${MOTION_MS.calm}ms`,
    '--kiem-touch': `${TOUCH_PX}px`,
    '--kiem-read': '68ch',
    '--kiem-page': '72rem',
  }
  for (const [step, px] of Object.entries(SPACE_PX)) shared[`--kiem-space-${step}`] = `${px / 16}rem`
  const library = {
    '--mantine-color-body': 'var(--kiem-paper)',
    '--mantine-color-text': 'var(--kiem-ink)',
    '--mantine-color-dimmed': 'var(--kiem-ink-soft)',
    '--mantine-color-placeholder': 'var(--kiem-ink-faint)',
    '--mantine-color-error': 'var(--kiem-danger)',
    '--mantine-color-anchor': 'var(--kiem-accent)',
    '--mantine-color-default': 'var(--kiem-sheet)',
    '--mantine-color-default-color': 'var(--kiem-ink)',
    '--mantine-color-default-hover': 'var(--kiem-tray)',
    '--mantine-color-default-border': 'var(--kiem-edge)',
    '--mantine-primary-color-contrast': 'var(--kiem-on-accent)',
    '--mantine-color-kiem-light': 'var(--kiem-accent-soft)',
    '--mantine-color-kiem-light-color': 'var(--kiem-accent)',
    '--mantine-color-kiem-text': 'var(--kiem-accent)',
    '--mantine-color-kiem-outline': 'var(--kiem-accent)',
  }
  return {
    variables: shared,
    light: { ...variablesOf('light'), ...library },
    dark: { ...variablesOf('dark'), ...library },
  }
}

/** The library judges contrast by one scheme; our green is dark in the light and light in the dark. */
const variantColorResolver: VariantColorsResolver = (input) => {
  const colors = defaultVariantColorsResolver(input)
  const isGreen = input.variant === 'filled' && (input.color === undefined || input.color === 'kiem')
  return isGreen ? { ...colors, color: 'var(--kiem-on-accent)' } : colors
}

const FONT = "'Source Sans 3 Variable', 'Source Sans 3', 'Segoe UI', system-ui, sans-serif"

export const theme = createTheme({
  primaryColor: 'kiem',
  primaryShade: { light: 8, dark: 4 },
  autoContrast: true,
  variantColorResolver,
  colors: { kiem, gray, dark },
  black: TONES.light.ink,
  white: '#ffffff',
  fontFamily: FONT,
  fontFamilyMonospace: "ui-monospace, 'SFMono-Regular', Menlo, Consolas, monospace",
  // Source Sans runs small: one step up keeps body text at 17 px.
  fontSizes: { xs: '0.8125rem', sm: '0.9375rem', md: '1.0625rem', lg: '1.25rem', xl: '1.5rem' },
  lineHeights: { xs: '1.35', sm: '1.4', md: '1.5', lg: '1.45', xl: '1.35' },
  headings: {
    fontFamily: FONT,
    fontWeight: '650',
    textWrap: 'balance',
    sizes: {
      h1: { fontSize: '2rem', lineHeight: '1.15' },
      h2: { fontSize: '1.5rem', lineHeight: '1.2' },
      h3: { fontSize: '1.25rem', lineHeight: '1.3' },
      h4: { fontSize: '1.0625rem', lineHeight: '1.4' },
      h5: { fontSize: '1rem', lineHeight: '1.4' },
      h6: { fontSize: '0.9375rem', lineHeight: '1.4' },
    },
  },
  spacing: { xs: '0.5rem', sm: '0.75rem', md: '1rem', lg: '1.5rem', xl: '2rem' },
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '14px', xl: '20px' },
  defaultRadius: 'md',
  cursorType: 'pointer',
  respectReducedMotion: true,
  components: {
    // Links in running text are told apart by more than colour (WCAG 1.4.1).
    Anchor: { defaultProps: { underline: 'always' } },
    Button: { defaultProps: { size: 'md' } },
    ActionIcon: { defaultProps: { variant: 'subtle', color: 'gray', size: TOUCH_PX } },
    TextInput: { defaultProps: { size: 'md' } },
    PasswordInput: { defaultProps: { size: 'md' } },
    Textarea: { defaultProps: { size: 'md', autosize: true } },
    Select: { defaultProps: { size: 'md' } },
    Modal: {
      defaultProps: {
        centered: true,
        radius: 'lg',
        transitionProps: { duration: MOTION_MS.calm },
        // A dialog's header is not a second banner of the page.
        attributes: { header: { role: 'presentation' } },
      },
    },
    Drawer: { defaultProps: { transitionProps: { duration: MOTION_MS.calm } } },
    // Its focus placeholder is a child no menu may have; focus goes to the first item instead.
    Menu: {
      defaultProps: {
        shadow: 'md',
        radius: 'md',
        withInitialFocusPlaceholder: false,
        transitionProps: { duration: MOTION_MS.quick },
      },
    },
    Checkbox: { defaultProps: { iconColor: 'var(--kiem-on-accent)' } },
    Radio: { defaultProps: { iconColor: 'var(--kiem-on-accent)' } },
    Popover: { defaultProps: { shadow: 'md', radius: 'md', transitionProps: { duration: MOTION_MS.quick } } },
    Tooltip: { defaultProps: { openDelay: 300, transitionProps: { duration: MOTION_MS.quick } } },
  },
})
