// After tsc: removes what has no source any more, copies styles, sets the run bit of the bin (tsc does not), and links it for
// `npx mettle` in the package's own root (npm links the bins of dependencies only).
import { chmodSync, copyFileSync, existsSync, mkdirSync, readdirSync, rmSync, symlinkSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

const MAIN = 'dist/arena/cli/main.js'
const LINK = 'node_modules/.bin/mettle'
const ENDINGS = /(\.d\.ts|\.js\.map|\.d\.ts\.map|\.js)$/

for (const entry of readdirSync('dist', { recursive: true, withFileTypes: true })) {
  const source = relative('dist', join(entry.parentPath, entry.name)).replace(ENDINGS, '')
  if (entry.isFile() && !existsSync(`${source}.ts`) && !existsSync(`${source}.tsx`))
    rmSync(join('dist', relative('dist', join(entry.parentPath, entry.name))))
}

for (const layer of ['envs', 'arena'])
  for (const file of readdirSync(layer, { recursive: true }).filter((name) => name.endsWith('.css'))) {
    mkdirSync(dirname(join('dist', layer, file)), { recursive: true })
    copyFileSync(join(layer, file), join('dist', layer, file))
  }

chmodSync(MAIN, 0o755)
mkdirSync('node_modules/.bin', { recursive: true })
rmSync(LINK, { force: true })
try {
  symlinkSync(relative('node_modules/.bin', MAIN), LINK)
} catch (error) {
  console.warn(`npx mettle will not find its bin here (${error.message}); run node ${MAIN}`)
}
