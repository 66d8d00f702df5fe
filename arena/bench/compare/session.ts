import { type ChildProcess, fork } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import type { Answer, Readings } from './define.ts'

/** One build's side of a contest, in a process of its own. */
export interface Session {
  /** @throws NoReading */
  run(): Promise<Readings>
  close(): void
}

/** A row that a build cannot give, and whether that is a defect of anything. */
export class NoReading extends Error {
  override readonly name = 'NoReading'
  readonly absent: boolean

  constructor({ type, why }: Extract<Answer, { why: string }>) {
    super(why)
    this.absent = type === 'absent'
  }
}

const CHILD = fileURLToPath(new URL('./child.js', import.meta.url))

export interface Opening {
  readonly build: string
  readonly dir: string
  readonly program: string
  readonly ask: Readonly<Record<string, unknown>>
}

/** Starts the process and waits until its program is ready. */
export async function openSession({ build, dir, program, ask }: Opening): Promise<Session> {
  const child = fork(CHILD, [build, dir, program, JSON.stringify(ask)], {
    cwd: dir,
    execArgv: [],
    // Otherwise boardgame.io walks all of G after every hook and immer checks itself.
    env: { ...process.env, NODE_ENV: 'production' },
    // Standard output belongs to results: what libraries print goes the way of narration.
    stdio: ['ignore', 2, 2, 'ipc'],
  })
  await answerOf(child)
  return {
    async run() {
      const answer = answerOf(child)
      child.send('run')
      return ((await answer) as Extract<Answer, { type: 'ran' }>).readings
    },
    close: () => hangUp(child),
  }
}

/** Its process ends when nobody listens. */
const hangUp = (child: ChildProcess): void => {
  if (child.connected) child.disconnect()
}

/** The next thing that it says. @throws NoReading, also where the process ends first */
function answerOf(child: ChildProcess): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const ended = (code: number | null) => {
      reject(new NoReading({ type: 'failed', why: `its process ended (${code ?? 'killed'})` }))
    }
    child.once('exit', ended)
    child.once('message', (answer: Answer) => {
      child.off('exit', ended)
      if (answer.type === 'absent' || answer.type === 'failed') {
        hangUp(child)
        reject(new NoReading(answer))
      } else resolve(answer)
    })
  })
}
