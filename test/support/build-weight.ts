// Owns: what scripts of a build weigh, gzip as over the wire: what the page asks for at once, the parts it loads when an
// address is opened, and all that these import. What they load later still is not counted.
//
//   const weight = buildWeight(`${build}/client`)
//   weight.gzipped(weight.needed('door-routes', 'board-route'))      // bytes
//   weight.saying('ProseMirror', weight.everything())                 // which scripts hold that word
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { gzipSync } from 'node:zlib'

export function buildWeight(client: string) {
  const assets = path.join(client, 'assets')
  const page = readFileSync(path.join(client, 'index.html'), 'utf8')
  const text = (script: string) => readFileSync(path.join(assets, script), 'utf8')
  const everything = () => readdirSync(assets).filter((file) => file.endsWith('.js'))

  function part(name: string): string {
    const [script, another] = everything().filter((file) => file.startsWith(`${name}-`))
    if (!script || another) throw new Error(`the build has ${another ? 'several scripts' : 'no script'} of ${name}`)
    return script
  }

  const imports = (script: string) =>
    [...text(script).matchAll(/(?:from|import)\s*["']\.\/([^"']+\.js)["']/g)].map((match) => match[1]!)

  return {
    everything,
    imports,
    /** The page's own scripts, those of the named parts, and their imports. */
    needed(...parts: string[]): string[] {
      const entry = [...page.matchAll(/\/assets\/([^"]+\.js)"/g)].map((match) => match[1]!)
      const all = new Set([...entry, ...parts.map(part)])
      for (const script of all) {
        for (const imported of imports(script)) all.add(imported)
      }
      return [...all]
    },
    gzipped: (scripts: readonly string[]) =>
      scripts.reduce((sum, script) => sum + gzipSync(text(script), { level: 9 }).length, 0),
    saying: (word: string, scripts: readonly string[]) => scripts.filter((script) => text(script).includes(word)),
  }
}
