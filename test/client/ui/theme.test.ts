import { describe, expect, test } from 'vitest'
import { cssVariables, NOTE_TONES, TONES, theme } from '../../../client/ui/theme.ts'
import { NOTE_COLORS } from '../../../shared/model.ts'

type Rgb = [number, number, number]
const linear = (part: number) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4)
const rgb = (hex: string) => [1, 3, 5].map((at) => linear(Number.parseInt(hex.slice(at, at + 2), 16) / 255)) as Rgb
const light = (hex: string) => {
  const [r, g, b] = rgb(hex)
  return 0.2126 * r + 0.7152 * g + 0.0722 * b
}
/** WCAG 2 contrast ratio. */
const contrast = (a: string, b: string) => {
  const [bright, dim] = [light(a), light(b)].sort((x, y) => y - x) as [number, number]
  return (bright + 0.05) / (dim + 0.05)
}

/** How colour-blind eyes see (Machado, Oliveira and Fernandes 2009, severity 1). */
const EYES: Record<string, number[][]> = {
  'full colour': [
    [1, 0, 0],
    [0, 1, 0],
    [0, 0, 1],
  ],
  protanopia: [
    [0.152286, 1.052583, -0.204868],
    [0.114503, 0.786281, 0.099216],
    [-0.003882, -0.048116, 1.051998],
  ],
  deuteranopia: [
    [0.367322, 0.860646, -0.227968],
    [0.280085, 0.672501, 0.047413],
    [-0.01182, 0.04294, 0.968881],
  ],
  tritanopia: [
    [1.255528, -0.076749, -0.178779],
    [-0.078411, 0.930809, 0.147602],
    [0.004733, 0.691367, 0.3039],
  ],
}
/** Oklab: equal distances look equally different. */
function oklab([r, g, b]: Rgb): Rgb {
  const l = Math.cbrt(0.4122214708 * r + 0.5363325363 * g + 0.0514459929 * b)
  const m = Math.cbrt(0.2119034982 * r + 0.6806995451 * g + 0.1073969566 * b)
  const s = Math.cbrt(0.0883024619 * r + 0.2817188376 * g + 0.6299787005 * b)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}
function distance(a: string, b: string, eyes: number[][]): number {
  const seen = (hex: string) => {
    const color = rgb(hex)
    const parts = eyes.map((row) => row.reduce((sum, weight, i) => sum + weight * color[i]!, 0))
    return oklab(parts.map((part) => Math.min(1, Math.max(0, part))) as Rgb)
  }
  const [x, y] = [seen(a), seen(b)]
  return Math.hypot(x[0] - y[0], x[1] - y[1], x[2] - y[2])
}
/** Twice the smallest difference side by side in Oklab that people notice (0.02). */
const APART = 0.04

const LOOKS = ['light', 'dark', 'projector-light', 'projector-dark'] as const
const schemeOf = (look: (typeof LOOKS)[number]) => (look.endsWith('dark') ? 'dark' : 'light')

describe.each(Object.entries(EYES))('for eyes with %s', (_name, eyes) => {
  test.each(['light', 'dark'] as const)('the six notes stay apart in the %s', (scheme) => {
    const pairs = NOTE_COLORS.flatMap((a, i) => NOTE_COLORS.slice(i + 1).map((b) => [a, b] as const))
    const close = pairs.filter(
      ([a, b]) => distance(NOTE_TONES[scheme][a].fill, NOTE_TONES[scheme][b].fill, eyes) < APART,
    )
    expect(close).toEqual([])
  })
})

describe.each(LOOKS)('in the %s look', (look) => {
  const tones = TONES[look]
  const grounds = [tones.paper, tones.sheet, tones.tray]
  const least = look.startsWith('projector') ? 7 : 4.5

  test(`every text reads at ${least}:1 on paper, sheet and tray`, () => {
    const texts = ['ink', 'ink-soft', 'ink-faint', 'accent', 'danger', 'warn'] as const
    const weak = texts.flatMap((name) =>
      grounds.filter((ground) => contrast(tones[name], ground) < least).map((ground) => `${name} on ${ground}`),
    )
    expect(weak).toEqual([])
  })

  test('coloured words read on their own soft ground', () => {
    expect(contrast(tones.accent, tones['accent-soft'])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(tones.danger, tones['danger-soft'])).toBeGreaterThanOrEqual(4.5)
    expect(contrast(tones.warn, tones['warn-soft'])).toBeGreaterThanOrEqual(4.5)
  })

  test('ink reads on every note at 4.5:1', () => {
    const weak = NOTE_COLORS.filter((color) => contrast(tones.ink, NOTE_TONES[schemeOf(look)][color].fill) < 4.5)
    expect(weak).toEqual([])
  })

  test('the edge of what one can press stands out 3:1', () => {
    const weak = [tones.paper, tones.sheet].filter((ground) => contrast(tones.edge, ground) < 3)
    expect(weak).toEqual([])
  })
})

test('the filled green carries its text in both schemes', () => {
  const shade = theme.primaryShade as { light: number; dark: number }
  const green = theme.colors!['kiem'] as readonly string[]
  expect(contrast(green[shade.light]!, TONES.light['on-accent'])).toBeGreaterThanOrEqual(4.5)
  expect(contrast(green[shade.dark]!, TONES.dark['on-accent'])).toBeGreaterThanOrEqual(4.5)
})

test('every look hands out the same tokens', () => {
  const names = LOOKS.map((look) => Object.keys(TONES[look]).sort())
  for (const list of names) expect(list).toEqual(names[0])
  const { light: inLight, dark: inDark } = cssVariables(theme as never)
  expect(Object.keys(inLight)).toEqual(Object.keys(inDark))
})
