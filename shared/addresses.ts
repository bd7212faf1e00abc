// Owns which addresses may stand in a proposal: the editor makes no others, and the server's guard takes no others. Pure.

import { LINK_MAX_CHARS } from './limits.ts'

/** Something to follow that runs nothing: a page or a mailbox. White space and quotes are how checks of addresses are fooled. */
export function isLinkAddress(href: unknown): href is string {
  return typeof href === 'string' && href.length <= LINK_MAX_CHARS && /^(?:https?:\/\/|mailto:)[^\s"<>]+$/i.test(href)
}

/** A picture that was uploaded here: one from elsewhere would tell its owner who reads, and may change or vanish. */
export function isImageAddress(src: unknown): src is string {
  return typeof src === 'string' && /^\/api\/images\/[A-Za-z0-9_-]{1,100}$/.test(src)
}

/** What a person typed as an address: `example.org` means the page, `ada@example.org` the mailbox. */
export function completeAddress(typed: string): string {
  const address = typed.trim()
  if (address === '' || /^[a-z][a-z0-9+.-]*:/i.test(address)) return address
  return /^[^\s/@]+@[^\s/@]+$/.test(address) ? `mailto:${address}` : `https://${address}`
}
