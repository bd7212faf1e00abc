// Owns the mark: a germ breaking out of its seed, drawn so that it still reads at 16 pixels. The same paths are in
// public/icon.svg.

interface MarkProps {
  size?: number
  /** Given, the mark is an image with this name; else it is decoration. */
  label?: string
}

/** Two leaves on a bent stem over a seed. */
export function Sprout({ size = 32, label }: MarkProps) {
  const name = label ? { role: 'img', 'aria-label': label } : { 'aria-hidden': true }
  return (
    <svg width={size} height={size} viewBox="0 0 32 32" fill="none" {...name}>
      <path d="M16 24c0-5.6-.6-8.4-.2-12" stroke="currentColor" strokeWidth="2.6" strokeLinecap="round" />
      <path d="M15.6 14.6C9.800 15.200 5.600 12.200 5 6c6-.5 10.300 2.600 10.600 8.600Z" fill="currentColor" />
      <path
        d="M16.200 12.400c-.4-5.600 3.300-9.300 10.300-9.400.3 6.300-3.700 10.100-10.300 9.400Z"
        fill="currentColor"
        opacity="0.72"
      />
      <path
        d="M8.400 26.200c0-2.300 3.400-3.900 7.600-3.900s7.600 1.600 7.600 3.900S20.200 30 16 30s-7.600-1.500-7.600-3.800Z"
        fill="currentColor"
      />
    </svg>
  )
}
