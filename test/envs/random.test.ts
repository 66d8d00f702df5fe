import { describe, expect, it } from 'vitest'
import { random } from '../../agents/bots/random.ts'
import { Alea } from '../../arena/engine/alea.ts'
import { pair } from '../../arena/play/panel.ts'
import { roundRobin } from '../../arena/tournament/pairings.ts'
import { createRng } from '../../envs/random.ts'

const DRAWS = 10_000
/** χ² of 99 degrees of freedom is above this once in ten thousand (R: qchisq(1 - 1e-4, 99)). */
const CHI_SQUARE = 160.1
/** So is |r| of independent draws, in standard errors. */
const SIGMAS = 3.9

const chiSquare = (cells: readonly number[]) => {
  const counts = new Array(100).fill(0)
  for (const cell of cells) counts[cell]++
  const even = cells.length / 100
  return counts.reduce((sum, count) => sum + ((count - even) * (count - even)) / even, 0)
}

/** Uniform, and what comes next says nothing of what came before. */
function expectChance(values: readonly number[]): void {
  const next = values.slice(1)
  expect(chiSquare(values.map((x) => Math.floor(100 * x)))).toBeLessThan(CHI_SQUARE)
  expect(chiSquare(next.map((x, i) => 10 * Math.floor(10 * x) + Math.floor(10 * values[i])))).toBeLessThan(CHI_SQUARE)
  const serial = next.reduce((sum, x, i) => sum + 12 * (x - 0.5) * (values[i] - 0.5), 0) / next.length
  expect(Math.abs(serial) * Math.sqrt(next.length)).toBeLessThan(SIGMAS)
}

const counted = <T>(of: (i: number) => T): T[] => Array.from({ length: DRAWS }, (_, i) => of(i))
/** The first number that a game draws: boardgame.io's own generator, sown with the seed. */
const opening = (seed: string) => new Alea({ seed }).next()

describe('the first draw of ten thousand labels in a row', () => {
  it.each<[string, (i: number) => number]>([
    ['streams of consecutive seeds', (i) => createRng(i).uniform()],
    ['forks by a counter', (i) => createRng(1).fork('rollout').fork(0).fork(i).uniform()],
    ['normals of forks by a counter', (i) => Math.min(0.999999, normalShare(createRng(1).fork(i).normal()))],
    ['games on seeds of consecutive streams', (i) => opening(createRng(i).seed)],
    ['games on seeds of forks by a counter', (i) => opening(createRng(1).fork('rollout').fork(0).fork(i).seed)],
    [
      'games on seeds of forks whose counter is not the last label',
      (i) => opening(createRng(2).fork(i).fork('x').seed),
    ],
  ])('%s', (_, draw) => expectChance(counted(draw)))

  it('matches against a panel', () => {
    const panel = { writers: [random] }
    const pairings = pair(random, panel, 4, DRAWS, createRng(1).fork('rollout').fork(0))
    expectChance(pairings.map(({ seed }) => opening(seed)))
  })

  it('matches of a tournament, chance and streams of agents alike', () => {
    const draw = { env: 'dilemma', seats: 2, seed: 1, matches: DRAWS / 2, names: ['a', 'b'] }
    const fixtures = roundRobin(draw, [0, 1])
    const chances = [...new Set(fixtures.map(({ chance }) => chance))]
    expect(chances).toHaveLength(DRAWS / 2)
    expectChance(chances.map(opening))
    expectChance(fixtures.map(({ streams }) => createRng(streams).uniform()))
  })
})

it('a stream and the game that its seed is given to do not open alike', () => {
  const streams = counted((i) => createRng(i))
  const r = streams.reduce((sum, rng) => sum + 12 * (rng.uniform() - 0.5) * (opening(rng.seed) - 0.5), 0) / DRAWS
  expect(Math.abs(r) * Math.sqrt(DRAWS)).toBeLessThan(SIGMAS)
})

/** Φ, by the series of the error function. */
function normalShare(z: number): number {
  let term = z
  let sum = z
  for (let k = 1; k < 200 && Math.abs(term) > 1e-17; k++) {
    term *= (-z * z) / 2 / k
    sum += term / (2 * k + 1)
  }
  return Math.min(1, Math.max(0, 0.5 + sum / Math.sqrt(2 * Math.PI)))
}
