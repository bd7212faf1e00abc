// Owns the start of the page: one language, then the app. Knows no room.

import '@mantine/core/styles.layer.css'
import './ui/base.css'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { keepForOffline, tellOutsideToo } from './app/offline-start.ts'
import { routeAt } from './app/routes.tsx'
import { startI18n } from './i18n/i18n.ts'
import { askWhoIsHere } from './live/session.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

// Nobody waits for the words to be here before asking for the page and for who reads it.
askWhoIsHere()
void routeAt(location.pathname)
  ?.load()
  .catch(() => undefined)
await startI18n()
createRoot(root).render(<App />)
keepForOffline()
tellOutsideToo()
