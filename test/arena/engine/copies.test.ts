import type { Game } from 'boardgame.io'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { ticTacToe } from '../../../arena/bench/games.ts'
import { bigMap, map } from '../../../arena/bench/maps.ts'
import { prefersLazy } from '../../../arena/engine/past.ts'
import { createReference } from '../../../arena/engine/reference.ts'
import { createStepperWith } from '../../../arena/engine/stepper.ts'
import { both, CHOICES, type Move, tell } from './both.ts'
import { type Driven, drive } from './drive.ts'
import { games } from './games.ts'
import { description, toDriven } from './generated.ts'

process.env.NODE_ENV = 'production'

const RUNS = Math.ceil(Number(process.env.METTLE_DIFF_STEPS ?? 40_000) / 400)
const SEED = Number(process.env.METTLE_DIFF_SEED ?? 1)

const tiles = (count: number) => [...Array(count).keys(), -1, count, 1.5, 'x', null].map((at) => [at])
const maps: readonly Driven[] = [
  { name: 'map', make: () => map, numPlayers: 2, args: tiles(324) },
  { name: 'big map', make: () => bigMap, numPlayers: 2, args: tiles(625) },
]

/** Compares one engine with the reducer after every action. */
function compare(driven: Driven, choose: () => boolean, seed: number, steps: number): void {
  const tested = createStepperWith(driven.make(), {}, choose)
  drive(driven, { steps, perMatch: 25, seed, reference: createReference(driven.make()), tested })
}

/** A choice that follows drawn bits, over and over. */
function following(bits: readonly boolean[]): () => boolean {
  let at = 0
  return () => bits[at++ % bits.length]
}

const bits = fc.array(fc.boolean(), { minLength: 1, maxLength: 40 })

it('every switch between whole and lazy copies, at any call of a match, gives the states of the reducer', () => {
  const property = fc.property(fc.constantFrom(...games, ...maps), bits, fc.nat(), (driven, choices, seed) =>
    compare(driven, following(choices), seed, 50),
  )
  fc.assert(property, { numRuns: RUNS, seed: SEED })
}, 120_000)

it('also on generated games', () => {
  const property = fc.property(description, bits, fc.nat(), (from, choices, seed) =>
    compare(toDriven(from), following(choices), seed, 50),
  )
  fc.assert(property, { numRuns: RUNS, seed: SEED })
}, 120_000)

it.each(maps)('$name: its own choice, and either alone, gives the states of the reducer', (driven) => {
  const reference = createReference(driven.make())
  for (const choice of [undefined, ...CHOICES])
    drive(driven, { steps: 120, seed: 2, reference, tested: createStepperWith(driven.make(), {}, choice) })
})

it('what is frozen outside alone stays so, until something beside it is written to', () => {
  const make = (): Game<any> => ({
    setup: () => ({ at: { n: 0, in: { n: 0 } }, n: 0 }),
    moves: {
      half: ({ G }, whole: boolean) => {
        G.at = whole ? { n: 0, in: { n: 0 } } : Object.freeze({ n: 0, in: { n: 0 } })
      },
      count: ({ G }) => {
        G.n++
      },
      write: ({ G }) => {
        G.at.n++
      },
    },
    playerView: ({ G }) => ({ frozen: [G, G.at, G.at.in].map(Object.isFrozen) }) as any,
  })
  const moves: Move[] = [['half', true], ['count'], ['write'], ['half', true], ['half', false], ['count'], ['count']]
  for (let n = 1; n <= moves.length; n++) expect(both(make, moves.slice(0, n)).differs).toBeUndefined()
  expect(both(make, [...moves, ['write']]).differs).toBeUndefined()
})

it('a part that is used after its call fails as upstream', () => {
  const make = (): Game<any> => {
    let kept: any
    const keep = ({ G }: any) => {
      kept = G.at
      G.at.n++
    }
    return { setup: () => ({ at: { n: 0 } }), moves: { keep, late: () => void kept.n++ } }
  }
  const keep: Move = ['keep']
  const lazily = tell(
    createStepperWith(make(), {}, () => true),
    [keep, keep, keep, ['late']],
  )
  expect(lazily.said).toEqual(tell(createReference(make()), [keep, keep, keep, ['late']]).said)
})

it('a large G is copied lazily after a few calls, a small one never, by counts alone', () => {
  expect(chosenFor(bigMap, 'place')).toContain(true)
  expect(chosenFor(ticTacToe, 'mark')).not.toContain(true)
})

function chosenFor(game: Game<any>, move: string): boolean[] {
  const chosen: boolean[] = []
  const engine = createStepperWith(game, {}, (past) => {
    chosen.push(prefersLazy(past))
    return chosen[chosen.length - 1]
  })
  const match = engine.start({ seed: 'counts', numPlayers: 2 })
  for (let at = 0; at < 9; at++) match.act(match.ctx.currentPlayer, move, [at])
  return chosen
}
