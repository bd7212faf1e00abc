// Owns asking the browser to keep the app for a start without a network (public/sw.js). Only where browsers allow it: on
// https or on this very machine.

/** Messages outside the page, for whom asked for them here. */
export function tellOutsideToo(): void {
  if ('Notification' in window && Notification.permission === 'granted')
    void import('../live/browser-news.ts').then(({ tellOutside }) => tellOutside())
}

/** After the first page has been drawn: it must never compete with it. */
export function keepForOffline(): void {
  if (!import.meta.env.PROD || !('serviceWorker' in navigator) || !window.isSecureContext) return
  const register = async () => {
    try {
      await navigator.serviceWorker.register('/sw.js')
      const { active } = await navigator.serviceWorker.ready
      active?.postMessage({ keep: performance.getEntriesByType('resource').map(({ name }) => name) })
    } catch {
      // Without it everything works but a start without a network.
    }
  }
  if (document.readyState === 'complete') void register()
  else window.addEventListener('load', () => void register(), { once: true })
}
