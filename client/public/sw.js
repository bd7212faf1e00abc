// Owns opening the app without a network: the page itself and its scripts, as last seen. Never answers, never anything of
// a person: those are asked of the server or kept elsewhere, per person. Addresses under /api, /sync and /socket.io pass by.

const SHELL = 'kiem-shell-1'
/** Scripts of this many earlier versions fit; the oldest leave. */
const MOST_FILES = 400

self.addEventListener('install', (event) => {
  event.waitUntil(
    caches
      .open(SHELL)
      .then((cache) => cache.addAll(['/', '/scheme.js', '/icon.svg', '/manifest.webmanifest']))
      .then(() => self.skipWaiting()),
  )
})

self.addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== SHELL) await caches.delete(name)
    await self.clients.claim()
  }
  event.waitUntil(tidy())
})

self.addEventListener('fetch', (event) => {
  const { request } = event
  const url = new URL(request.url)
  if (request.method !== 'GET' || url.origin !== self.location.origin) return
  if (/^\/(?:api|sync|socket\.io|healthz|readyz|metrics)(?:\/|$)/.test(url.pathname)) return
  if (isHashed(request.url)) event.respondWith(cacheFirst(request))
  else event.respondWith(networkFirst(request, request.mode === 'navigate' ? '/' : request))
})

async function cacheFirst(request) {
  const cache = await caches.open(SHELL)
  const known = await cache.match(request)
  if (known) return known
  const response = await self.fetch(request)
  if (response.ok) await keep(cache, request, response)
  return response
}

/** `as`: every page is the same file, kept once. */
async function networkFirst(request, as) {
  const cache = await caches.open(SHELL)
  try {
    const response = await self.fetch(request)
    if (response.ok) await keep(cache, as, response)
    return response
  } catch (error) {
    const known = await cache.match(as)
    if (known) return known
    throw error
  }
}

async function keep(cache, request, response) {
  await cache.put(request, response.clone())
  const scripts = (await cache.keys()).filter(({ url }) => isHashed(url))
  for (const old of scripts.slice(0, Math.max(0, scripts.length - MOST_FILES))) await cache.delete(old)
}

// A name with a hash never changes its contents.
function isHashed(address) {
  const url = new URL(address)
  return url.origin === self.location.origin && url.pathname.startsWith('/assets/')
}

// The very first page was loaded before this was here: it says what it had loaded.
self.addEventListener('message', (event) => {
  const files = Array.isArray(event.data?.keep) ? event.data.keep.filter(isHashed) : []
  event.waitUntil(Promise.all(files.map((file) => cacheFirst(new Request(file)).catch(() => undefined))))
})

// A message of the browser's leads to what it speaks of: in a page that is open, or in a new one.
self.addEventListener('notificationclick', (event) => {
  event.notification.close()
  const url = new URL(event.notification.data?.url ?? '/inbox', self.location.origin).href
  const open = async () => {
    const [page] = await self.clients.matchAll({ type: 'window' })
    if (!page) return self.clients.openWindow(url)
    await page.focus()
    // Only a page this worker looks after may be led elsewhere.
    return page.navigate(url).catch(() => self.clients.openWindow(url))
  }
  event.waitUntil(open())
})
