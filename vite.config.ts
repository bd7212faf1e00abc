// Owns: how the browser's side is built. scripts/build.mjs compresses the result; scripts/dev.mjs adds the proxy.
import path from 'node:path'
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'
import { type Opened, openedBy } from './scripts/opened-by.ts'

const board = openedBy('app/board-route.tsx')
const ideas = openedBy('app/idea-route.tsx', 'projector/projector-page.tsx')
const light = openedBy(
  'main.tsx',
  'app/door-routes.tsx',
  'app/join-route.tsx',
  'app/shell.tsx',
  'app/inbox-route.tsx',
  'boards/home-page.tsx',
  'people/profile-page.tsx',
)
const isOf = (part: Opened, id: string) => part.files.has(id)
const isMark = (id: string) => id.includes('@tabler/icons-react') && board.marks.has(path.basename(id, '.mjs'))
const bits = { priority: -1, includeDependenciesRecursively: false }

export default defineConfig({
  root: 'client',
  plugins: [react()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // What each page needs, for scripts/pages.mjs.
    manifest: 'manifest.json',
    // Small images as files: a data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // One part is allowed to be large: the editor, which is loaded after the first page.
    chunkSizeWarningLimit: 700,
    // What every page needs travels together: dozens of files of a few hundred bytes each compress badly and queue up on
    // a phone. What only opens on a press (dialogs, menus, drag, wall, editor) stays apart and must not be named here.
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // What a board asks for at once, in a few scripts instead of forty: what ideas and the wall need as well, and
            // what only boards need. Pages that hold no live document get none of it.
            { name: 'marks', test: isMark },
            { name: 'ideas', test: (id) => isOf(board, id) && isOf(ideas, id) && !isOf(light, id), ...bits },
            {
              name: 'cards',
              test: (id) => isOf(board, id) && !isOf(ideas, id) && !isOf(light, id),
              ...bits,
            },
            {
              name: 'base',
              test: /node_modules[\\/](react|react-dom|scheduler|clsx)[\\/]/,
            },
            {
              name: 'controls',
              test: /(@mantine[\\/]core[\\/]esm[\\/](core|components[\\/](ActionIcon|Button|CloseButton|Group|Loader|Stack|Text|Title|Transition|UnstyledButton))[\\/]|client[\\/]ui[\\/](?!keys-dialog|confirm-action|projector|form|text-field|note-color|copy-text|bar|qr-code|kept|sure))/,
            },
            {
              name: 'live',
              test: /(client[\\/]live[\\/](address|api|command|events|forget|http|keys|offline|queue|reads|session|shelf|store|trouble|watch)|client[\\/]i18n[\\/](format|i18n|language|catalogue|translation)|client[\\/]app[\\/](home-of|use-language)|shared[\\/]text)/,
            },
          ],
        },
      },
    },
  },
})
