// Owns: how the browser's side is built. scripts/build.mjs compresses the result; scripts/dev.mjs adds the proxy.
import react from '@vitejs/plugin-react'
import { defineConfig } from 'vite'

export default defineConfig({
  root: 'client',
  plugins: [react()],
  build: {
    outDir: '../dist/client',
    emptyOutDir: true,
    target: 'es2022',
    sourcemap: true,
    // Small images as files: a data: URL would need a hole in the content security policy.
    assetsInlineLimit: 0,
    // One part is allowed to be large: the editor, which is loaded after the first page.
    chunkSizeWarningLimit: 700,
  },
})
