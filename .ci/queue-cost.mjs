// What a queue costs: the same study by threads and by workers on a queue, in turn, on this machine. Linux, with
// redis-server. node .ci/queue-cost.mjs [PAIRS=3] [ARGS of mettle study, default: quick --foundations 1]
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { loadavg, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const MAIN = fileURLToPath(new URL('../dist/arena/cli/main.js', import.meta.url))
const [pairs = '3', ...study] = process.argv.slice(2)
const args = study.length > 0 ? study : ['quick', '--foundations', '1']
const cwd = mkdtempSync(join(tmpdir(), 'mettle-cost-'))
const PORT = 6399
const URL_ = `redis://127.0.0.1:${PORT}/0`
/** Ticks of the kernel's clock in a second. */
const HERTZ = 100

/** Processor seconds of children that have ended, theirs too. */
function spent() {
  const [, fields] = readFileSync('/proc/self/stat', 'utf8').split(') ')
  const [user, system] = fields.split(' ').slice(13, 15).map(Number)
  return (user + system) / HERTZ
}

function start(command, ...rest) {
  const child = spawn(command, rest, { cwd, stdio: ['ignore', 'ignore', 'pipe'] })
  const ended = once(child, 'close')
  let text = ''
  const saw = (word) =>
    new Promise((resolve) => {
      child.stderr.on('data', (chunk) => {
        text += chunk
        if (text.includes(word)) resolve()
      })
    })
  return { child, ended, saw }
}
const mettle = (...rest) => start(process.execPath, MAIN, ...rest)

async function timed(out, ...how) {
  const started = performance.now()
  const { ended } = mettle('study', ...args, '--out', out, ...how)
  const [code] = await ended
  if (code !== 0) throw new Error(`expected the study to end with 0, got ${code}`)
  const wall = (performance.now() - started) / 1000
  const { timing } = JSON.parse(readFileSync(join(cwd, out, 'summary.json'), 'utf8'))
  const jobs = Object.values(timing.jobs).reduce((sum, seconds) => sum + seconds, 0)
  return { wall, jobs, count: Object.keys(timing.jobs).length }
}

async function byThreads(out) {
  const before = spent()
  const run = await timed(out, '--workers', '2')
  return { ...run, processor: spent() - before }
}

async function byQueue(out) {
  const before = spent()
  const server = start('redis-server', '--port', String(PORT), '--save', '', '--dir', cwd)
  const workers = [1, 2].map(() => mettle('worker', '--queue', URL_, '--concurrency', '1'))
  await Promise.all(workers.map(({ saw }) => saw('side by side')))
  const run = await timed(out, '--queue', URL_)
  for (const { child, ended } of workers) {
    child.kill('SIGINT')
    await ended
  }
  server.child.kill('SIGKILL')
  await server.ended
  return { ...run, processor: spent() - before }
}

try {
  for (let pair = 0; pair < Number(pairs); pair++) {
    // Who goes first takes turns.
    const order = [byThreads, byQueue]
    for (const run of pair % 2 === 0 ? order : order.reverse()) {
      const { wall, jobs, count, processor } = await run(`${run.name}-${pair}`)
      const figures = { wall, jobs, processor, load: loadavg()[0] }
      const shown = Object.entries(figures).map(([name, value]) => `${name} ${value.toFixed(1)}`)
      process.stdout.write(`${run.name} ${count} jobs: ${shown.join(', ')}\n`)
    }
  }
} finally {
  rmSync(cwd, { recursive: true, force: true })
}
