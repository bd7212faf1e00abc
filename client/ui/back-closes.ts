// Owns the browser's own "back" for something that lies over a page: it closes that, and the page stays where it is.

import { useEffect, useEffectEvent } from 'react'

const OVER = 'over the page'
const isOver = () => history.state === OVER

/** For as long as its component is there. Answers what every other way of closing calls, so that there is one way out. */
export function useBackCloses(onClose: () => void): () => void {
  const close = useEffectEvent(onClose)
  useEffect(() => {
    history.pushState(OVER, '')
    const onBack = () => close()
    addEventListener('popstate', onBack)
    return () => {
      removeEventListener('popstate', onBack)
      // Taken away from under the reader: the step is taken back, unless they have gone to another page meanwhile.
      if (isOver()) history.back()
    }
  }, [])
  return () => (isOver() ? history.back() : onClose())
}
