// Owns: `npm run dev`: the server under tsx, restarted when its sources change, behind Vite's development server.
// The browser talks to Vite on PORT (3000); Vite passes /api and both kinds of sockets on, with the browser's own Host,
// so the server's origin check sees what it would see in production.
import { spawn } from 'node:child_process'
import { createServer as createTcpServer } from 'node:net'
import path from 'node:path'
import { createServer } from 'vite'
import { root } from './sources.mjs'

const port = Number(process.env.PORT ?? 3000)

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const probe = createTcpServer().listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

const serverPort = await freePort()
const target = `http://127.0.0.1:${serverPort}`
const passedOn = ['/api', '/socket.io', '/sync', '/healthz', '/readyz', '/metrics']

const vite = await createServer({
  configFile: path.join(root, 'vite.config.ts'),
  server: {
    port,
    strictPort: true,
    host: process.env.HOST ?? 'localhost',
    proxy: Object.fromEntries(passedOn.map((prefix) => [prefix, { target, ws: true, changeOrigin: false }])),
  },
})
await vite.listen()

const server = spawn(
  process.execPath,
  [path.join(root, 'node_modules/tsx/dist/cli.mjs'), 'watch', '--clear-screen=false', 'server/main.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PORT: String(serverPort), HOST: '127.0.0.1', LOG_LEVEL: process.env.LOG_LEVEL ?? 'info' },
  },
)
console.log(`Kiem in development: http://localhost:${port}`)

let ending = false
async function end() {
  if (ending) return
  ending = true
  server.kill('SIGTERM')
  await vite.close()
}
process.on('SIGINT', end)
process.on('SIGTERM', end)
server.on('exit', (code) => {
  process.exitCode = ending ? 0 : (code ?? 1)
  void end()
})
