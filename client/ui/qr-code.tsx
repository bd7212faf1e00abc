// Owns drawing a QR code: dark squares on white whatever the theme, because cameras expect that.

import { create } from 'qrcode'

/** Modules of white around it, as the standard asks. */
const QUIET_ZONE = 4

interface QrCodeProps {
  text: string
  label: string
  /** Pixels; without it the class says how large. */
  size?: number
  className?: string
}

export function QrCode({ text, label, size, className }: QrCodeProps) {
  const { modules } = create(text, { errorCorrectionLevel: 'M' })
  let path = ''
  for (let row = 0; row < modules.size; row++) {
    for (let column = 0; column < modules.size; column++) {
      if (modules.get(row, column)) path += `M${column} ${row}h1v1h-1z`
    }
  }
  const side = modules.size + 2 * QUIET_ZONE
  return (
    <svg
      className={className}
      width={size}
      height={size}
      viewBox={`${-QUIET_ZONE} ${-QUIET_ZONE} ${side} ${side}`}
      shapeRendering="crispEdges"
      role="img"
      aria-label={label}
    >
      <rect x={-QUIET_ZONE} y={-QUIET_ZONE} width={side} height={side} rx={2} fill="#fff" />
      <path d={path} fill="#000" />
    </svg>
  )
}
