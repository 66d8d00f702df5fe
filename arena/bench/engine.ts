import type { Env } from '../../envs/define.ts'
import { CONTENDERS, type Contender, type ContenderName, type Contest } from './contender.ts'
import { isolated } from './isolate.ts'
import { contestsWith } from './recordings.ts'
import { type EngineRate, median, now } from './report.ts'

/** @param repeats rounds of the race @param slice seconds each contender runs a round */
export async function benchEngine(env: Env, repeats: number, slice: number): Promise<EngineRate[]> {
  const contenders = await isolated(CONTENDERS)
  const rates: EngineRate[] = []
  for (const contest of contestsWith(env)) rates.push(...(await race(contest, contenders, repeats, slice)))
  return rates
}

/** All contenders in turn, again and again, so that a drift of the machine meets each alike. */
async function race(
  contest: Contest,
  contenders: Readonly<Record<ContenderName, Contender>>,
  repeats: number,
  slice: number,
): Promise<EngineRate[]> {
  const rates = Object.fromEntries(CONTENDERS.map((name) => [name, [] as number[]]))
  for (let repeat = 0; repeat <= repeats; repeat++) {
    for (const name of CONTENDERS) {
      const rate = await rateOf(contenders[name], contest, slice)
      // The first round warms up.
      if (repeat > 0 && rate !== null) rates[name].push(rate)
    }
  }
  const of = (name: ContenderName) => Math.round(median(rates[name]))
  return (['trusted', 'exact'] as const).map((mode) => ({
    game: contest.game,
    mode,
    stepper: of(mode),
    reference: of('reference'),
    client: of('client'),
    simulate: rates.simulate.length > 0 ? of('simulate') : null,
    ratio: Number((median(rates[mode]) / median(rates.reference)).toFixed(1)),
    bytesPerMove: bytesPerMove(contenders[mode], contest),
  }))
}

/** Moves a second, or null where the contender cannot play the game. */
async function rateOf(contender: Contender, contest: Contest, slice: number): Promise<number | null> {
  const start = now()
  let moves = 0
  while (now() - start < slice) {
    const played = await contender(contest)
    if (played === null) return null
    moves += played
  }
  return moves / (now() - start)
}

/** Growth of the heap over one pass, starts of matches included; passes that were collected in between are left out. */
function bytesPerMove(contender: Contender, contest: Contest): number {
  const grown = Array.from({ length: 25 }, () => {
    const before = process.memoryUsage().heapUsed
    const moves = contender(contest) as number
    return (process.memoryUsage().heapUsed - before) / moves
  })
  return Math.round(median(grown.filter((bytes) => bytes > 0)))
}
