/** One build's side of a contest: `node child.js FOLDER DIR PROGRAM ASK`. Runs the program each time it is told to. */
import { messageOf } from '../../refusal/errors.ts'
import { Absent, type Answer } from './define.ts'
import { loader } from './modules.ts'
import { PROGRAMS } from './programs/catalog.ts'

const [build, dir, program, ask] = process.argv.slice(2)
const say = (answer: Answer) => void process.send?.(answer)
const fail = (error: unknown) =>
  error instanceof Absent
    ? say({ type: 'absent', why: error.message })
    : say({ type: 'failed', why: messageOf(error).split('\n')[0] })

// Whoever started it is gone, and wants no result.
process.on('disconnect', () => process.exit())

try {
  const run = await PROGRAMS[program](loader(build), JSON.parse(ask), { build, dir })
  process.on('message', async () => {
    try {
      say({ type: 'ran', readings: await run() })
    } catch (error) {
      fail(error)
    }
  })
  say({ type: 'ready' })
} catch (error) {
  fail(error)
}
