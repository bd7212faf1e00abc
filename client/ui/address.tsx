// Owns the address as views use it: hearing where the page is, links, and being sent elsewhere. A link is a real one: a
// press with a key held, the middle button and "open in a new tab" are the browser's own.

import {
  type ComponentPropsWithRef,
  createContext,
  type MouseEvent,
  type ReactNode,
  startTransition,
  useContext,
  useEffect,
  useLayoutEffect,
  useMemo,
  useState,
} from 'react'
import { type Address, addressNow, navigate, onMove } from '../live/address.ts'

const AddressContext = createContext<Address | null>(null)

export function AddressProvider({ children }: { children: ReactNode }) {
  const [address, setAddress] = useState(addressNow)
  // Before the effects of what is drawn inside, which may lead on at once.
  useLayoutEffect(
    // A large page may take a moment to draw: until it is there the old one goes on answering.
    () => onMove((next) => startTransition(() => setAddress(next))),
    [],
  )
  return <AddressContext value={address}>{children}</AddressContext>
}

export function useAddress(): Address {
  const address = useContext(AddressContext)
  if (!address) throw new Error('an address is asked for outside AddressProvider')
  return address
}

/** What stands behind the question mark. */
export function useSearch(): URLSearchParams {
  const { search } = useAddress()
  return useMemo(() => new URLSearchParams(search), [search])
}

/** Drawn instead of a page that is not to be shown: leads on, and "back" does not lead here again. */
export function Redirect({ to }: { to: string }) {
  useEffect(() => navigate(to, { replace: true }), [to])
  return null
}

interface LinkProps extends Omit<ComponentPropsWithRef<'a'>, 'href'> {
  to: string
}

export function Link({ to, onClick, ...rest }: LinkProps) {
  function go(event: MouseEvent<HTMLAnchorElement>): void {
    onClick?.(event)
    const isBrowsers = event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey
    if (event.defaultPrevented || isBrowsers || (rest.target && rest.target !== '_self')) return
    event.preventDefault()
    navigate(to)
  }
  return <a {...rest} href={to} onClick={go} />
}
