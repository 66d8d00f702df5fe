// A program at the table that behaves as its argument says.
import { spawn } from 'node:child_process'
import { createInterface } from 'node:readline'

const how = process.argv[2]
let [acts, started] = [0, 0]
createInterface({ input: process.stdin }).on('line', (line) => {
  const { type, match, tick, seat, legal } = JSON.parse(line)
  if (type === 'start') started += 1
  if (type !== 'act') return
  acts += 1
  if (started === 0) throw new Error('asked before it was told what is played')
  const say = (action) => console.log(JSON.stringify({ match, tick, seat, action }))
  const first = legal.toSorted((a, b) => a.index - b.index)[0]
  if (how === 'label') say(first.label)
  if (how === 'index') say(first.index)
  if (how === 'illegal') say('take everything')
  if (how === 'nothing') say(undefined)
  if (how === 'babble') console.log('I think I will cooperate')
  if (how === 'endless') process.stdout.write('x'.repeat(3 << 20))
  if (how === 'parent') {
    const child = spawn(process.execPath, ['-e', 'setInterval(() => {}, 1000)'], { stdio: 'ignore' })
    process.stderr.write(`child ${child.pid}\n`)
    say(first.index)
  }
  if (how === 'slow') setTimeout(() => say(first.index), 700)
  if (how === 'dies' && acts > 1) process.exit(3)
  if (how === 'dies' && acts === 1) say(first.index)
})
process.stderr.write(`${how} is here\n`)
