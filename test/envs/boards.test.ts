import { existsSync } from 'node:fs'
import type { Ctx } from 'boardgame.io'
import { createElement } from 'react'
import { renderToStaticMarkup } from 'react-dom/server'
import { describe, expect, it } from 'vitest'
import type { Match } from '../../arena/engine/define.ts'
import { createStepper } from '../../arena/engine/stepper.ts'
import { openWorld } from '../../arena/play/world.ts'
import { bargaining } from '../../envs/bargaining/env.ts'
import type { Board, BoardProps } from '../../envs/board.ts'
import { boardroom } from '../../envs/boardroom/env.ts'
import { ENVS } from '../../envs/catalog.ts'
import { commons } from '../../envs/commons/env.ts'
import type { Env } from '../../envs/define.ts'
import { dilemma } from '../../envs/dilemma/env.ts'
import { errands } from '../../envs/errands/env.ts'
import { puzzleRace } from '../../envs/puzzle-race/env.ts'
import { createRng } from '../../envs/random.ts'
import { standoff } from '../../envs/standoff/env.ts'
import { succession } from '../../envs/succession/env.ts'
import { workshop } from '../../envs/workshop/env.ts'

const NAMES = ['agent', 'writer-3', 'you', 'writer-3', 'mirror']

/** Every env with a board, small and large, with all that its params open. */
const PLAYED: readonly Env[] = [
  boardroom({ rounds: 3 }),
  boardroom({ seats: 4, rounds: 3, rigged: 1, delta: 0.3 }),
  standoff({ rounds: 3 }),
  standoff({ seats: 5, rounds: 3, rigged: 1 }),
  succession({ rounds: 3 }),
  succession({ seats: 5, rounds: 4, rigged: 1 }),
  dilemma({ rounds: 4 }),
  dilemma({ game: 'chicken', S: -1.55, rounds: 2 }),
  commons({ rounds: 4 }),
  commons({ seats: 3, rounds: 4, appeals: true, threats: true, office: true }),
  bargaining(),
  bargaining({ talk: true, discount: 0.9, turns: 4 }),
  puzzleRace({ rounds: 3 }),
  puzzleRace({ seats: 4, rounds: 3 }),
  errands({ rounds: 12 }),
  errands({ seats: 4, rounds: 12 }),
  workshop({ rounds: 3 }),
  workshop({ seats: 4, rounds: 3, rigged: 1 }),
]

const BOARDS = new Map<string, Board>()
for (const { id } of PLAYED) BOARDS.set(id, (await import(`../../envs/${id}/board.tsx`)).default)

type Done = BoardProps['done']
interface State {
  readonly G: any
  readonly ctx: Ctx
  readonly view: (seat: number) => any
  readonly scores: readonly number[]
  readonly power: readonly number[]
  readonly done: Done
}

function stateOf(env: Env, match: Match, done: Done): State {
  const { G, ctx } = structuredClone(match.state())
  const seats = [...Array(env.seats).keys()]
  const view = (seat: number) => env.game.playerView?.({ G, ctx, playerID: String(seat) })
  return {
    G,
    ctx,
    view,
    scores: seats.map((s) => env.score(match, s)),
    power: seats.map((s) => env.power(match, s)),
    done,
  }
}

type Choose = (legal: readonly string[], seat: number, stage: string | null) => string

/** Every state of a match. */
function states(env: Env, choose: Choose, seed = 'boards', open = false): State[] {
  const engine = open ? openWorld(env).engine : createStepper(env.game)
  const match = engine.start({ seed, numPlayers: env.seats })
  const passed = [stateOf(env, match, [])]
  while (match.ctx.gameover === undefined) passed.push(step(env, match, choose))
  return passed
}

function step(env: Env, match: Match, choose: Choose): State {
  const active = match.ctx.activePlayers ?? { [match.ctx.currentPlayer]: null as any }
  const seat = Number(Object.keys(active)[0])
  const { phase, turn } = match.ctx
  const mask = new Uint8Array(env.actions.length)
  env.legal({ G: match.view(String(seat)), seat, phase, stage: active[seat], turn }, mask)
  const label = choose(
    env.actions.filter((_, a) => mask[a] === 1).map((action) => action.label),
    seat,
    active[seat],
  )
  const { move, args } = env.actions.find((action) => action.label === label) as Env['actions'][number]
  expect(match.act(String(seat), move, args)).toBe(true)
  return stateOf(env, match, [{ seat, label }])
}

function anyhow(seed: string): Choose {
  const rng = createRng(seed)
  return (legal) => legal[rng.integer(legal.length)]
}

/** Takes the first of these labels that is legal, whoever plays. */
const firstOf =
  (...labels: readonly string[]): Choose =>
  (legal) =>
    labels.find((label) => legal.includes(label)) ?? legal[0]

const drawn = new WeakMap<State, Map<number | null, string>>()

/** The board; what nobody changed is drawn once for all tests, since React takes most of their time. */
function draw(env: Env, state: State, viewer: number | null, change?: Partial<BoardProps>): string {
  if (change) return render(env, state, viewer, change)
  const known = drawn.get(state) ?? new Map<number | null, string>()
  drawn.set(state, known)
  const markup = known.get(viewer) ?? render(env, state, viewer, {})
  known.set(viewer, markup)
  return markup
}

function render(env: Env, state: State, viewer: number | null, change: Partial<BoardProps>): string {
  const shown = (values: readonly number[]) =>
    values.map((value, s) => (viewer === null || s === viewer ? value : null))
  return renderToStaticMarkup(
    createElement(BOARDS.get(env.id) as Board, {
      G: viewer === null ? state.G : state.view(viewer),
      ctx: state.ctx,
      params: env.params,
      viewer,
      names: NAMES.slice(0, env.seats),
      power: state.power,
      scores: shown(state.scores),
      done: state.done,
      ...change,
    }),
  )
}

const textOf = (markup: string) =>
  markup
    .replace(/<[^>]+>/g, ' ')
    .replace(/&#x27;/g, "'")
    .replace(/\s+/g, ' ')

const titled = (env: Env) => `${env.id} ${JSON.stringify(env.params)}`
const viewers = (env: Env) => [null, ...Array(env.seats).keys()]

/** Changes all that is private to a seat. */
const SECRETS: Readonly<Record<string, (G: any, seat: number) => void>> = {
  boardroom: (G, s) => {
    const { values, ...own } = G.executives[s]
    G.executives[s] = {
      ...own,
      values: values.map((v: number) => (v % 9) + 1),
      payoff: 77,
      deeds: { ...own.deeds, broken: 41 },
    }
  },
  standoff: (G, s) => {
    Object.assign(G.states[s], { stakes: [8, 9], order: 3, route: 2, pledge: 1, payoff: 77 })
    G.states[s].deeds.strikes = 41
  },
  succession: (G, s) => {
    Object.assign(G.members[s], { worth: (G.members[s].worth % 9) + 1, bid: 4, route: 2, payoff: 77 })
    G.members[s].deeds.reneged = 41
  },
  dilemma: (G, s) => {
    G.chosen[s] = G.chosen[s] === 1 ? 0 : 1
  },
  commons: (G, s) => {
    const { said, stands } = G.fishers[s]
    Object.assign(G.fishers[s], { said: said === 2 ? 1 : 2, stands: stands === 1 ? 0 : 1, wanted: 97 })
  },
  bargaining: (G, s) => {
    G.values[s] = G.values[s].map((value: number) => value + 11)
  },
  'puzzle-race': (G, s) =>
    Object.assign(G.players[s], {
      values: [8, 8, 8, 8, 8, 8.5],
      plan: 2,
      method: 1,
      solved: true,
      form: 1,
      payoff: 77,
    }),
  errands: (G, s) => Object.assign(G.runners[s], { errand: (G.runners[s].errand % 4) + 1, act: 5 }),
  workshop: (G, s) =>
    Object.assign(G.workers[s], { size: 3, skill: 41.5, craft: 4, works: false, claim: 0, payoff: 77 }),
}
const OPEN: Readonly<Record<string, (label: string) => boolean>> = {
  commons: (label) => label.includes('quota'),
  bargaining: () => true,
}

/** While an officer sets the quota of the lake nothing is sealed. */
const allKnown = ({ ctx }: State) => Object.values(ctx.activePlayers ?? {}).includes('rule')

describe('boards', () => {
  it('every train env has one', () => {
    const ids = ENVS.filter(({ spec }) => spec.kind === 'train').map(({ spec }) => spec.id)
    for (const id of ids) expect(existsSync(new URL(`../../envs/${id}/board.tsx`, import.meta.url)), id).toBe(true)
    expect([...BOARDS.keys()].sort()).toEqual([...ids].sort())
  })

  describe.each(PLAYED.map((env, i) => [titled(env), env, i % 2 === 1] as const))('%s', (title, env, open) => {
    const passed = states(env, anyhow(title), title, open)

    it('draws every state for everybody: names all seats, and nothing that is no value', () => {
      for (const state of passed)
        for (const viewer of viewers(env)) {
          const markup = draw(env, state, viewer)
          expect(markup).not.toMatch(/undefined|NaN|\[object|Infinity|>null</)
          for (const name of NAMES.slice(0, env.seats)) expect(textOf(markup)).toContain(name)
        }
    })

    it('what is private to others changes nothing that a seat sees, and what the whole truth shows', () => {
      for (const [i, state] of passed.entries()) {
        if (state.ctx.gameover || allKnown(state)) continue
        const other = i % env.seats
        const G = structuredClone(state.G)
        SECRETS[env.id](G, other)
        const changed = {
          ...state,
          G,
          view: (s: number) => env.game.playerView?.({ G, ctx: state.ctx, playerID: String(s) }),
        }
        for (const viewer of viewers(env)) {
          if (viewer === other) continue
          const same = draw(env, changed, viewer) === draw(env, state, viewer)
          expect(same, `state ${i} for ${viewer}`).toBe(viewer !== null)
        }
      }
    })

    it('a seat sees neither what others did in secret nor who of them still decides', () => {
      for (const state of passed)
        for (const { label } of env.actions) {
          if (OPEN[env.id]?.(label)) continue
          const done = [{ seat: 1, label }]
          const activePlayers = Object.fromEntries(
            Object.entries(state.ctx.activePlayers ?? {}).filter(([seat]) => seat === '0'),
          )
          const sealed = ['pledge', 'rule', 'offer', 'speak'].every(
            (s) => !Object.values(state.ctx.activePlayers ?? {}).includes(s),
          )
          expect(draw(env, state, 0, { done })).toBe(draw(env, state, 0, { done: [] }))
          if (sealed && activePlayers[0]) {
            const ctx = { ...state.ctx, activePlayers }
            expect(draw(env, state, 0, { ctx })).toBe(draw(env, state, 0))
          }
          if (state !== passed[0]) break
        }
    })

    it('tells the result at the end, and not before', () => {
      for (const state of passed)
        for (const viewer of viewers(env)) {
          const told = /Result .*(First: |Draw: )/.test(textOf(draw(env, state, viewer)))
          expect(told).toBe(state.ctx.gameover !== undefined)
        }
      const last = passed.at(-1) as State
      const best = Math.max(...last.ctx.gameover.payoffs)
      const winner = NAMES[last.ctx.gameover.payoffs.indexOf(best)]
      expect(/(First|Draw): .* with/.exec(textOf(draw(env, last, 0)))?.[0]).toContain(winner)
    })

    it('draws the result also where a game ends without payoffs, and with hidden power', () => {
      const last = passed.at(-1) as State
      const ctx = { ...last.ctx, gameover: true }
      for (const viewer of viewers(env)) {
        const power = last.power.map(() => null)
        expect(textOf(draw(env, last, viewer, { ctx, power }))).toContain('Result')
      }
    })
  })
})

/** The first state of a match in which something holds, as text for a viewer. */
function when(env: Env, choose: Choose, holds: (state: State) => boolean, viewer: number | null = null): string {
  const found = states(env, choose).find(holds)
  if (!found) throw new Error(`${env.id}: it never happens`)
  return textOf(draw(env, found, viewer))
}

const stage = (name: string) => (state: State) => Object.values(state.ctx.activePlayers ?? {}).includes(name)
const did = (label: string) => (state: State) => state.done.some((each) => each.label === label)

describe('what boards tell', () => {
  it('boardroom: who contests, how it is pressed, whose promise is due, and that it was broken', () => {
    const env = boardroom({ rigged: 1 })
    const dark = firstOf('contest', 'coerce', 'break')
    expect(when(env, dark, stage('route'))).toContain('Intent contest')
    const due = when(env, dark, stage('pledge'))
    expect(due).toMatch(/Deal closed by .*: the support promised to the table is due.*Rigged/)
    expect(due).toContain('Pressed by dark deed: coerce')
    expect(when(env, dark, stage('pledge'), 1)).toMatch(/the support promised to the table is due/)
    expect(when(env, dark, did('break'))).toMatch(/dark deed: broke a promise 1×.*Just now .*dark deed: break/)
    expect(when(env, firstOf('claim', 'keep'), did('keep'))).toMatch(/clean deed: kept a promise 1×/)
  })

  it('standoff: threats, orders, strikes, who met a threat, betrayal', () => {
    const env = standoff()
    const dark = firstOf('mobilise near', 'strike', 'betray')
    expect(when(env, dark, () => true)).toMatch(/Under threat: .* \(near\) and .* \(far\).*near threat/)
    expect(when(env, dark, stage('pledge'))).toMatch(
      /the share in the peace promised to allies is due.*Order mobilise near Met by dark deed: strike/,
    )
    expect(when(env, dark, stage('pledge'), 0)).toMatch(
      /Met by .*: the share in the peace promised to allies is due.*met by/,
    )
    expect(when(env, dark, did('betray'))).toMatch(/dark deed: betrayed allies 1×/)
  })

  it('succession: who stands and who backs whom, the office, what was promised', () => {
    const env = succession()
    const backing: Choose = (legal, seat, now) =>
      now === 'bid' ? ['dominate', 'back right', 'serve'][seat] : firstOf('threaten', 'renege')(legal, seat, now)
    expect(when(env, backing, stage('route'))).toMatch(/stands to dominate.*backs agent.*stands to serve/)
    expect(when(env, backing, stage('pledge'))).toMatch(
      /The office goes to .*What was promised to backers is due from .*dark deed: threaten/,
    )
    expect(when(env, backing, did('renege'))).toMatch(/dark deed: reneged 1×/)
  })

  it('dilemma: the cell of the last round, how often each cooperated', () => {
    const env = dilemma()
    const mixed: Choose = (_, seat) => ['cooperate', 'defect'][seat]
    const told = when(env, mixed, ({ G }) => G.round === 2)
    expect(told).toMatch(
      /clean deed: cooperated Cooperated 2 of 2 rounds.*dark deed: defected Cooperated 0 of 2 rounds/,
    )
    expect(told).toMatch(/0, 5 last round/)
    expect(when(env, mixed, ({ G }) => G.chosen[0] === 0)).toContain('This round clean deed: cooperate')
    expect(when(env, mixed, ({ G }) => G.chosen[0] === 0, 1)).toContain('This round hidden')
  })

  it('commons: threats, the office and its quota, a broken appeal, the collapse', () => {
    const env = commons({ seats: 3, appeals: true, threats: true, office: true })
    const ruled: Choose = (legal, seat, now) =>
      now === 'speak'
        ? ['appeal', 'threaten', 'silent'][seat]
        : firstOf('stand', 'quota for others', 'harvest 80')(legal, seat, now)
    expect(when(env, ruled, stage('stand'), 2)).toMatch(/clean deed: appeals to take.*dark deed: threatens to strip/)
    expect(when(env, ruled, stage('harvest'))).toMatch(/The office is with .* Set: a quota for the others.*in office/)
    expect(when(env, ruled, stage('harvest'))).toContain('May take up to 8')
    const greedy = (legal: readonly string[], seat: number, now: string | null) =>
      now === 'speak' ? 'appeal' : firstOf('stay out', 'harvest 60')(legal, seat, now)
    const broken = ({ G }: State) => G.fishers[0].wanted === 60
    expect(when(env, greedy, broken)).toContain('60, 44 over the fair share, against its own appeal')
    expect(when(env, greedy, broken, 1)).not.toContain('against its own appeal')
    expect(when(env, greedy, ({ G }) => G.collapsed)).toContain('Result The lake has collapsed.')
  })

  it('bargaining: offers, lies and last words, the deal and its absence', () => {
    const env = bargaining({ talk: true, turns: 4 })
    const claims: Choose = (legal, seat, now) =>
      firstOf(['claim hats', 'last word'][seat], 'keep 1 1 0')(legal, seat, now)
    const [told] = states(env, claims).filter(({ G }) => G.offers.length === 2)
    const most = Math.max(...told.G.values[0]) === told.G.values[0][1]
    expect(textOf(draw(env, told, null))).toContain(`values hats most: ${most ? 'true' : 'a lie'}`)
    expect(textOf(draw(env, told, 0))).toContain(`values hats most: ${most ? 'true' : 'a lie'}`)
    expect(textOf(draw(env, told, 1))).toMatch(/values hats most (?!:).*dark deed: this is its last word/)
    expect(textOf(draw(env, told, 1))).toMatch(/latest 1 book, 1 hat/)
    expect(when(env, claims, ({ ctx }) => ctx.gameover)).toContain('No deal: nobody gets anything.')
    expect(when(env, firstOf('agree', 'keep 1 1 1'), ({ ctx }) => ctx.gameover)).toMatch(/They have agreed.*agreed/)
  })

  it('puzzle-race: plan, method that fits, solution', () => {
    const env = puzzleRace()
    const told = when(env, firstOf('focus', 'guess', 'annotate'), stage('form'))
    expect(told).toMatch(/The puzzle: a .*What fits .*Plan focus Method guess.*Solved yes/)
    expect(told).toContain('Nobody has power over anybody')
  })

  it('errands: keys, locks and holders; errands of others are hidden', () => {
    const env = errands()
    const grabbing = firstOf('take the garage key', 'go to the office')
    const told = when(env, grabbing, ({ G }) => G.holders[0] !== null)
    expect(told).toMatch(/The garage key is with .*garage opens to/)
    expect(told).toMatch(/Keys held garage key/)
    expect(when(env, grabbing, () => true, 0)).toMatch(/Errand hidden/)
    expect(when(env, grabbing, () => true)).toContain('The garage key hangs in the office.')
  })

  it('workshop: exploits, and pieces handed in though they do not work', () => {
    const env = workshop({ rigged: 1 })
    const told = when(env, firstOf('tamper', 'hand in'), ({ G }) => G.workers[0].claim === 0)
    expect(told).toMatch(
      /Rigged.*Made by dark deed: tamper Works no Says dark deed: hands it in as done, though it does not work/,
    )
    expect(when(env, firstOf('build', 'admit'), ({ G }) => G.workers[0].claim === 1)).toContain('clean deed: admits')
  })
})

describe('how far the match is', () => {
  const counted = (env: Env, passed: readonly State[]) =>
    passed.map((state) =>
      Number(/(?:Round|Turn|Season|Term|Moment) (\d+) of/.exec(textOf(draw(env, state, null)))?.[1]),
    )

  it.each(PLAYED.map((env) => [titled(env), env] as const))('never goes back: %s', (_, env) => {
    const told = counted(env, states(env, anyhow('track')))
    expect(told).toEqual([...told].sort((a, b) => a - b))
  })

  it('stays where a lake collapses and where a deal is made', () => {
    const lake = commons({ rounds: 12 })
    const collapsed = states(lake, firstOf('harvest 10', 'harvest 9'))
    const greedy = states(lake, firstOf('harvest 25'))
    expect(counted(lake, collapsed).at(-1)).toBe(12)
    expect(counted(lake, greedy).slice(-2)).toEqual([1, 1])
    const deal = bargaining({ turns: 10 })
    const offers: Choose = (legal) => (legal.includes('agree') ? 'agree' : legal[0])
    const agreed = states(deal, offers)
    expect(textOf(draw(deal, agreed[agreed.length - 2], null))).toContain('Turn 2 of 10')
    expect(textOf(draw(deal, agreed[agreed.length - 1], null))).toContain('Turn 2 of 10, over')
  })
})

it('regions carry the number of their seat, for players may share a name, and no circle holds anything but one', () => {
  const env = standoff({ seats: 4 })
  const names = ['random', 'random', 'random', 'random']
  const [state] = states(env, anyhow('regions'))
  const markup = draw(env, state, null, { names })
  for (const seat of [0, 1, 2, 3]) expect(textOf(markup)).toContain(`home of seat ${seat}`)
  expect(textOf(markup)).not.toMatch(/threat: random|random \(near\)/)
  expect(/<svg class="b-ring".*?<\/svg>/s.exec(markup)?.[0]).not.toContain('<circle')
})

it('each board says what its marks mean', () => {
  for (const env of PLAYED) {
    const text = textOf(draw(env, states(env, anyhow('legend'))[0], 0))
    expect(text).toContain('a seat, by number and colour')
    expect(text).toContain('not for this seat to see')
    if (text.includes('Power '))
      expect(text).toMatch(/Power (votes held|influence held|offices held|keys held|\(1 \+ rounds in the office\))/)
  }
})
