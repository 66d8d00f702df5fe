import { spawn } from 'node:child_process'
import { existsSync, lstatSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { refuse } from '../refusal/errors.ts'
import { counted } from '../statistics/show.ts'
import { bundlePage } from '../viewer/bundle-page.ts'
import { exportTo } from '../viewer/export.ts'
import { openWatched } from '../viewer/folder.ts'
import { type Serving, serve } from '../viewer/server.ts'
import { integer } from './integer.ts'
import { narrate, print, printJson } from './print.ts'
import type { WatchFlags } from './watch-flags.ts'

/** The action of `mettle watch`: serves until it is interrupted, or exports. @throws Refusal */
export async function watch(run: string, flags: WatchFlags): Promise<void> {
  if (flags.live && flags.export !== undefined) refuse('--export', 'a run that is watched as it stands', '--live too')
  if (flags.played && flags.export === undefined) refuse('--played', 'an export (--export DIR)', 'none')
  const port = flags.port === undefined ? 0 : integer('--port', flags.port, 0, 65_535)
  const watched = await openWatched(followed(run), flags.live ?? false, flags.plugin)
  const page = await bundlePage(watched.plugins)
  if (flags.export !== undefined) {
    const jobs = exportTo(flags.export, watched, page, flags.played)
    if (flags.json) return printJson({ schema: 1, exported: flags.export, jobs })
    return print(
      `Exported ${counted(jobs, 'job')} to ${flags.export}; open its index.html, or serve the folder with any web server.`,
    )
  }
  const serving = await serve(watched, page, port).catch((error) =>
    refuse(`--port ${flags.port}`, 'a port that is free', error.code ?? String(error)),
  )
  if (flags.json) printJson({ schema: 1, url: serving.url })
  else print(serving.url)
  narrate('Watching; Ctrl-C ends it.')
  if (flags.open) openBrowser(serving.url)
  await interrupted(serving)
}

/** `runs/latest` is a text file with the path where links are not allowed. @throws Refusal for a folder of runs */
function followed(run: string): string {
  const isPointer = basename(run).startsWith('latest') && existsSync(run) && lstatSync(run).isFile()
  const path = isPointer ? join(dirname(run), readFileSync(run, 'utf8').trim()) : run
  const within = runsIn(path)
  if (within.length > 0) refuse(`watch ${run}`, 'the folder of one run', `a folder of runs: ${within.join(', ')}`)
  return path
}

/** Runs that lie in a folder which is none itself. */
function runsIn(path: string): string[] {
  if (!existsSync(path) || !statSync(path).isDirectory() || existsSync(join(path, 'manifest.json'))) return []
  return readdirSync(path)
    .filter((name) => existsSync(join(path, name, 'manifest.json')))
    .map((name) => join(path, name))
    .sort()
}

function openBrowser(url: string): void {
  const program = { darwin: 'open', win32: 'explorer' }[process.platform as string] ?? 'xdg-open'
  spawn(program, [url], { stdio: 'ignore', detached: true })
    .on('error', () => narrate(`No browser was found to start; open ${url}`))
    .unref()
}

const interrupted = (serving: Serving) =>
  new Promise<void>((done) => {
    const end = () => void serving.close().then(done)
    process.once('SIGINT', end)
    process.once('SIGTERM', end)
  })
