// Owns keeping the screen of a wall on: nobody touches it for hours. A browser that cannot, or will not, leaves it to the
// settings of the machine.

import { useEffect } from 'react'

export function useStayAwake(): void {
  useEffect(() => {
    if (!('wakeLock' in navigator)) return
    let gone = false
    let lock: WakeLockSentinel | null = null
    // The browser lets go whenever the page is hidden.
    const hold = async () => {
      if (document.visibilityState !== 'visible' || (lock && !lock.released)) return
      try {
        lock = await navigator.wakeLock.request('screen')
        if (gone) await lock.release()
      } catch {
        // A low battery, or a policy of the machine.
      }
    }
    void hold()
    document.addEventListener('visibilitychange', hold)
    return () => {
      gone = true
      document.removeEventListener('visibilitychange', hold)
      void lock?.release()
    }
  }, [])
}
