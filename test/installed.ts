import { execFileSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/**
 * An empty project into which the packed tarball was installed, with `zod` and what it is given beside: what `npm install` does, without a
 * registry. Only what package.json declares for users is there, so an undeclared import fails as it would fail for them.
 */
export function installed(project: string, beside: readonly string[] = []): void {
  const modules = join(project, 'node_modules')
  mkdirSync(join(modules, 'mettle'), { recursive: true })
  const flags = ['pack', '--json', '--ignore-scripts', '--pack-destination', project]
  const [{ filename }] = JSON.parse(execFileSync('npm', flags, { cwd: root, encoding: 'utf8' }))
  const tar = ['-xzf', join(project, filename), '-C', join(modules, 'mettle'), '--strip-components=1']
  execFileSync('tar', tar)
  const lock = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')).packages
  for (const [path, { dev, optional, peer }] of Object.entries<Record<string, boolean>>(lock))
    if (path.lastIndexOf('node_modules/') === 0 && !dev && !optional && !peer) link(project, path)
  for (const name of beside) link(project, `node_modules/${name}`)
  mkdirSync(join(modules, '.bin'), { recursive: true })
  symlinkSync('../mettle/dist/arena/cli/main.js', join(modules, '.bin', 'mettle'))
  writeFileSync(join(project, 'package.json'), '{ "type": "module" }\n')
}

function link(project: string, path: string): void {
  const at = join(project, path)
  mkdirSync(dirname(at), { recursive: true })
  if (!existsSync(at) && existsSync(join(root, path))) symlinkSync(join(root, path), at)
}
