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

/** Loaded before anything is asked for on demand. */
const EVERYWHERE = /[\\/](?:rolldown-runtime|base|controls|live|marks)-[^\\/]+$/

/** What menus, dialogs and fields are made of. The few hooks that every page asks for stay with it. */
const OVERLAYS = new RegExp(
  [
    'node_modules/@mantine/core/esm/components/(Accordion|Floating|FocusTrap|InlineInput|Input|InputBase|Menu|Modal|ModalBase)/',
    'node_modules/@mantine/core/esm/components/(Checkbox|Overlay|Paper|Popover|Portal|Radio|ScrollArea|TextInput|Textarea)/',
    'node_modules/@mantine/core/esm/components/VisuallyHidden/',
    'node_modules/@mantine/core/esm/utils/(Floating|InlineInput|InputsGroupFieldset)/',
    'node_modules/@mantine/hooks/esm/(?!use-(media-query|color-scheme|isomorphic-effect|did-update|reduced-motion)/)',
    'node_modules/(@floating-ui|aria-hidden|get-nonce|react-remove-scroll(-bar)?|react-style-singleton|tabbable)/',
    'node_modules/(tslib|use-callback-ref|use-sidecar)/',
  ]
    .join('|')
    .replaceAll('/', '[\\\\/]'),
)

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
    // A part that is loaded on demand names what it needs with it; what every page has loaded by then need not be said.
    modulePreload: {
      resolveDependencies: (_file, needed, { hostType }) =>
        hostType === 'html' ? needed : needed.filter((file) => !EVERYWHERE.test(file)),
    },
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
              test: /(@mantine[\\/]core[\\/]esm[\\/](core|components[\\/](ActionIcon|Button|CloseButton|Group|Loader|Stack|Text|Title|Transition|UnstyledButton))[\\/]|client[\\/]ui[\\/](?!keys-dialog|confirm-action|projector|form|text-field|note-color|copy-text|bar|qr-code|kept|plotted|criteri|score-matrix|split-bar|sure|colleague-choice|day-choice|days|figures|file-drop|desk-list))/,
            },
            // What dialogs, menus and forms stand on: a dozen small files that only ever come together.
            {
              name: 'overlays',
              test: OVERLAYS,
              priority: -2,
              includeDependenciesRecursively: false,
            },
            {
              name: 'live',
              test: /(client[\\/]live[\\/](address|api|command|events|forget|http|keys|offline|queue|reachable|reads|session|shelf|store|trouble|watch)|client[\\/]i18n[\\/](format|i18n|language|catalogue|translation)|client[\\/]app[\\/](home-of|use-language)|shared[\\/]text)/,
            },
          ],
        },
      },
    },
  },
})
