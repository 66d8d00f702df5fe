/** Games that exist to be awkward: between them they touch every rule of boardgame.io's flow. */
import type { Game } from 'boardgame.io'
import { ActivePlayers, INVALID_MOVE, PlayerView, TurnOrder } from '#bgio/core'
import type { Driven } from './drive.ts'

const note = (G: any, what: string) => {
  G.notes = [...G.notes.slice(-3), what]
}

/** Three phases, custom orders, stages with `next`, min and max moves, endIf on every level, onMove. */
const phases: Driven = {
  name: 'phases',
  numPlayers: 3,
  trusted: true,
  args: [[], [1], [2], ['b'], ['c'], [null]],
  eventArgs: [[], ['b'], ['nowhere'], [{ next: '1' }], [{ stage: 'deep', maxMoves: 2 }]],
  make: () => ({
    setup: () => ({ n: 0, notes: [], order: ['2', '0', '1'] }),
    turn: { minMoves: 1, maxMoves: 3, order: TurnOrder.RESET },
    endIf: ({ G }) => (G.n > 60 ? { n: G.n } : undefined),
    onEnd: ({ G }) => note(G, 'game over'),
    moves: {
      add: ({ G }, by = 1) => {
        G.n += Number(by) || 0
      },
    },
    phases: {
      a: {
        start: true,
        next: ({ G }) => (G.n % 2 ? 'b' : 'c'),
        onBegin: ({ G }) => note(G, 'a begins'),
        onEnd: ({ G }) => note(G, 'a ends'),
        endIf: ({ G }) => G.n % 13 === 12,
        turn: {
          order: TurnOrder.ONCE,
          onBegin: ({ G, ctx }) => note(G, `turn of ${ctx.currentPlayer}`),
          onEnd: ({ G, ctx }) => note(G, `${ctx.currentPlayer} done after ${ctx.numMoves}`),
          onMove: ({ G, playerID }) => note(G, `moved ${playerID}`),
          endIf: ({ G }) => (G.n % 5 === 4 ? { next: '2' } : G.n % 7 === 6),
        },
      },
      b: {
        next: 'c',
        endIf: ({ G, ctx }) => (ctx.turn % 6 === 5 ? { next: 'a' } : G.n % 17 === 16),
        moves: {
          add: {
            move: ({ G }) => {
              G.n++
            },
          },
          peek: { move: ({ G }) => note(G, 'peek'), noLimit: true },
          jump: ({ events }, to: string) => events.setPhase(to),
          stop: ({ events }) => events.endPhase(),
        },
        turn: {
          order: TurnOrder.CUSTOM_FROM('order'),
          activePlayers: { currentPlayer: { stage: 'deep', minMoves: 1, maxMoves: 2 }, others: 'watch' },
          stages: {
            deep: {
              moves: {
                dig: ({ G }) => {
                  G.n += 2
                },
                out: ({ events }) => events.endStage(),
              },
              next: 'shallow',
            },
            shallow: {
              moves: {
                wade: ({ G, events }) => {
                  if (G.n++) events.setStage('deep')
                },
              },
            },
            watch: {},
          },
        },
      },
      c: {
        next: 'a',
        turn: {
          order: TurnOrder.CUSTOM(['1', '0', '2', '1']),
          moveLimit: 2,
          activePlayers: { all: 'vote', minMoves: 1, maxMoves: 1, next: { currentPlayer: 'count', revert: true } },
          stages: {
            vote: {
              moves: {
                vote: ({ G }) => {
                  G.n++
                },
              },
            },
            count: {
              moves: {
                count: ({ G, events }) => {
                  if (G.n % 3) events.endTurn()
                  else events.pass()
                },
              },
            },
          },
        },
      },
    },
  }),
}

/** Randomness in every hook, players removed, moves refused after they drew. */
const dice: Driven = {
  name: 'dice',
  numPlayers: 4,
  args: [[], [2], [0], ['3'], [[1, 2, 3]]],
  trusted: true,
  make: () => ({
    setup: ({ random, ctx }) => ({
      deck: random.Shuffle([...Array(10).keys()]),
      last: random.D20(),
      seen: ctx.playOrder.length,
    }),
    moves: {
      roll: ({ G, random, log }, count?: number) => {
        log.setMetadata({ rolled: true })
        if (random.Number() < 0.25) return INVALID_MOVE
        G.last = typeof count === 'number' ? random.Die(8, count) : random.D6()
      },
      many: ({ G, random }) => ({
        ...G,
        last: [random.D4(2), random.Die(8), random.D10(1), random.D12(), random.Die(), random.Die(3), random.D20(0)],
        deck: random.Shuffle(G.deck),
      }),
      drop: ({ events, random }) =>
        events.endTurn(random.D4() === 1 ? ({ remove: true } as any) : { next: `${random.D4() - 1}` }),
      quit: ({ events, ctx, random }) => {
        if (ctx.playOrder.length > 1) events.pass({ remove: true })
        else if (random.D4() > 2) events.endGame({ last: true })
        else events.endGame()
      },
    },
    turn: {
      onBegin: ({ G, random }) => {
        G.first = random.D6()
      },
      onMove: ({ G, random }) => {
        G.move = random.Die(8)
      },
    },
    onEnd: ({ G, random }) => {
      G.end = random.Number()
    },
  }),
}

const withHole = () => {
  const list = [1, 2, 3]
  delete list[1]
  return list
}

/** What only exact mode promises: refused after mutating, thrown, aliased, replaced, stored arguments and constants. */
const untidy: Driven = {
  name: 'untidy',
  numPlayers: 2,
  args: [[], [1], [{ a: { b: 1 } }], [[3, [4]]], ['-0']],
  eventArgs: [[]],
  make: () => {
    const constant = { deep: { list: [1, 2] } }
    return {
      setup: () => ({ n: 0, a: { v: 0 }, b: { v: 0 }, odd: undefined, kept: null, constant, holes: withHole() }),
      moves: {
        refuse: ({ G }) => {
          G.a.v++
          G.gone = true
          return INVALID_MOVE
        },
        explode: ({ G, events }) => {
          G.a.v++
          events.endTurn()
          throw new Error('no')
        },
        alias: ({ G }) => {
          G.b = G.a
        },
        bump: ({ G }) => {
          G.a.v++
          G.n = G.n === 0 ? -0 : Number.NaN
        },
        keep: ({ G }, what: any) => {
          G.kept = what
        },
        change: ({ G }) => {
          if (G.kept?.a) G.kept.a.b++
          G.constant.deep.list.push(G.constant.deep.list.length)
          if (G.constant.deep.list.length > 6) G.constant = constant
        },
        both: ({ G }) => {
          G.n = 1
          return { n: 2 }
        },
        fresh: ({ G }) => ({ ...G, b: G.a, n: 3, extra: G.extra === undefined ? 1 : undefined }),
        same: ({ G }) => G,
        tangle: ({ G }) => {
          delete G.odd
          G.holes.length = G.holes.length > 6 ? 1 : G.holes.length + 2
          G.odd = G.holes
        },
        ctxInG: ({ G, ctx }) => {
          G.order = ctx.playOrder
        },
      },
      turn: {
        onEnd: ({ G }) => {
          if (G.order) G.order = [...G.order, 'x'].slice(0, 3)
        },
        maxMoves: 4,
      },
    } as Game<any>
  },
}

const SETS: any[] = [
  ['0', '2'],
  [],
  { all: null },
  { all: 's', maxMoves: 1 },
  { others: 's', minMoves: 1, maxMoves: 2, revert: true },
  {
    currentPlayer: { stage: 't', maxMoves: 1 },
    next: { others: { stage: 's', moveLimit: 1 }, next: { all: 't', maxMoves: 1 } },
  },
  { value: { 1: 's', 3: { stage: 't', minMoves: 2, maxMoves: 3 } }, moveLimit: 2, revert: true },
  { all: 's', others: 't', currentPlayer: null, value: { 0: null } },
  { value: { 2: { maxMoves: 1 } } },
  {},
]

/** Every variant of setActivePlayers, set while others are set. */
const actives: Driven = {
  name: 'actives',
  numPlayers: 4,
  args: [
    [],
    ...SETS.map((set) => [set]),
    ['s'],
    ['t'],
    [{ stage: 's', minMoves: 1 }],
    [{ stage: 't', moveLimit: 2 }],
    [null],
  ],
  eventArgs: [[], ...SETS.map((set) => [set]), ['s'], [{ stage: 't', maxMoves: 1 }], [null], [5]],
  make: () => ({
    setup: () => ({ n: 0 }),
    turn: {
      activePlayers: { all: 's', maxMoves: 2, next: ActivePlayers.OTHERS_ONCE },
      stages: {
        s: {
          moves: {
            set: setMove,
            one: ({ G }) => {
              G.n++
            },
            into: stageMove,
            leave: leaveMove,
          },
          next: 't',
        },
        t: {
          moves: {
            two: ({ G }) => {
              G.n += 2
            },
            free: {
              move: ({ G }) => {
                G.n--
              },
              noLimit: true,
            },
            leave: leaveMove,
          },
        },
      },
      onBegin: ({ G, events }) => {
        if (G.n % 3 === 1) events.setActivePlayers({ others: 't', revert: true })
      },
    },
    moves: {
      set: setMove,
      into: stageMove,
      three: ({ G }) => {
        G.n += 3
      },
      end: ({ events }) => events.endTurn(),
    },
  }),
}

function setMove({ events }: any, arg: any) {
  events.setActivePlayers(structuredClone(arg ?? { all: 's' }))
}

function stageMove({ events }: any, arg: any) {
  events.setStage(structuredClone(arg))
}

function leaveMove({ events }: any) {
  events.endStage()
}

const PLACES = ['move', 'onMove', 'turnBegin', 'turnEnd', 'phaseBegin', 'phaseEnd', 'gameEnd', 'endIf', 'order', 'next']
const RAISED: [string, unknown?][] = [
  ['endTurn'],
  ['endTurn', { next: '1' }],
  ['endTurn', { remove: true }],
  ['pass'],
  ['pass', { remove: true }],
  ['endPhase'],
  ['setPhase', 'q'],
  ['setPhase', 'nowhere'],
  ['setPhase', null],
  ['endGame', 'won'],
  ['endGame', 0],
  ['endStage'],
  ['setStage', 's'],
  ['setActivePlayers', { all: 's' }],
]
const scripts = PLACES.flatMap((place) => RAISED.map(([type, arg]) => [place, type, arg]))

/** A move says which event is raised from where, next time the flow comes by. */
const scripted: Driven = {
  name: 'scripted',
  numPlayers: 3,
  args: [...scripts, ['endIf', 'endTurn'], []],
  eventArgs: [[], ['q'], ['s'], [{ next: '2' }], [{ remove: true }], [['1']], [{ all: 's' }]],
  make: () => {
    const raise = (place: string, { G, events }: any) => {
      if (G.script && G.script[0] === place && G.fuel > 0) events[G.script[1]](G.script[2])
    }
    const hook = (place: string) => (context: any) => {
      raise(place, context)
      context.G.fuel--
    }
    const turn = {
      onBegin: hook('turnBegin'),
      onEnd: hook('turnEnd'),
      onMove: hook('onMove'),
      order: {
        first: (context: any) => raise('order', context) ?? 0,
        next: (context: any) =>
          raise('order', context) ?? (context.ctx.playOrderPos + 1) % context.ctx.playOrder.length,
      },
      stages: { s: { next: 't' }, t: {} },
    }
    const phase = { onBegin: hook('phaseBegin'), onEnd: hook('phaseEnd') }
    return {
      setup: () => ({ script: null, fuel: 0 }),
      turn,
      phases: {
        p: { ...phase, start: true, next: (context: any) => raise('next', context) ?? 'q' },
        q: { ...phase },
      },
      moves: {
        script: (context: any, place: string, type: string, arg: unknown) => {
          context.G.script = place === undefined ? null : [place, type, structuredClone(arg)]
          context.G.fuel = 10
          raise('move', context)
        },
        go: ({ events }) => events.endTurn(),
        leave: ({ events }) => events.endPhase(),
        calm: ({ G }) => {
          G.script = null
        },
      },
      endIf: (context: any) => void raise('endIf', context),
      onEnd: hook('gameEnd'),
    } as Game<any>
  },
}

/** endIf of each level answers what a move told it to. */
const endings: Driven = {
  name: 'endings',
  numPlayers: 2,
  trusted: true,
  args: [
    ['turn', true],
    ['turn', { next: '0' }],
    ['turn', 'x'],
    ['phase', { next: 'q' }],
    ['phase', true],
    ['phase', 7],
    ['phase', { next: 'zz' }],
    ['game', 'over'],
    ['turn', { remove: true }],
    [],
    ['both', true],
  ],
  eventArgs: [[], ['q'], [''], [7], ['zz']],
  make: () => ({
    setup: () => ({ turn: false, phase: false, game: undefined, count: 0 }),
    turn: {
      endIf: ({ G }) => G.turn,
      onBegin: ({ G }) => {
        G.turn = false
      },
      activePlayers: { all: 's' },
      stages: { s: {} },
    },
    moves: {
      tell: ({ G }, what: string, value: unknown) => {
        G.count++
        if (what === 'both') Object.assign(G, { turn: value, phase: value })
        else if (what) G[what] = value
      },
    },
    endIf: ({ G }) => G.game,
    phases: {
      p: {
        start: true,
        endIf: ({ G }) => G.phase,
        onEnd: ({ G }) => {
          G.phase = false
        },
        next: 'q',
      },
      q: { endIf: ({ G }) => G.phase, next: 'p' },
    },
  }),
}

/** Phases that end at once, in a circle. */
const circles: Driven = {
  name: 'circles',
  numPlayers: 2,
  trusted: true,
  args: [[0], [1], [2]],
  eventArgs: [[], ['b']],
  make: () => ({
    setup: () => ({ mode: 0, ends: 0 }),
    moves: {
      set: ({ G }, mode: number) => {
        G.mode = mode
      },
    },
    phases: {
      a: {
        start: true,
        next: 'b',
        endIf: ({ G }) => G.mode >= 1,
        onEnd: ({ G }) => {
          G.ends++
        },
      },
      b: { next: 'c', endIf: ({ G }) => G.mode >= 1 },
      c: { next: 'a', endIf: ({ G }) => G.mode >= 2, turn: { order: TurnOrder.ONCE } },
    },
  }),
}

/** Turns that end themselves: the guard against endless loops, and one that stops in time. */
const loops: Driven = {
  name: 'loops',
  numPlayers: 2,
  args: [[0], [1], [3], [197], [198], [199], [200], [1e9]],
  make: () => ({
    setup: () => ({ left: 0 }),
    moves: {
      spin: ({ G, events }, left: number) => {
        events.endTurn()
        G.left = left
      },
    },
    turn: {
      onBegin: ({ G, events }) => {
        if (G.left-- > 0) events.endTurn()
      },
    },
  }),
}

/** Entries that are no proper moves, numbers for players, orders that answer nonsense. */
const malformed: Driven = {
  name: 'malformed',
  numPlayers: 3,
  args: [[], [1], ['x']],
  eventArgs: [
    [],
    [{ next: 1 }],
    [{ next: 0 }],
    ['abc'],
    [5],
    [{ foo: 1, next: '2', remove: true }],
    [{ remove: true }],
  ],
  make: () => {
    const withMove: any = ({ G }: any) => {
      G.outer = true
    }
    withMove.move = ({ G }: any) => {
      G.inner = (G.inner ?? 0) + 1
    }
    return {
      setup: () => ({}),
      moves: {
        number: 5,
        missing: undefined,
        none: null,
        empty: {},
        text: 'move',
        long: { move: 'no function', noLimit: true },
        withMove,
        toNull: () => null,
        toText: () => 'text',
        fine: ({ G }: any) => {
          if (G === null || typeof G === 'string') return {}
          G.n = (G.n ?? 0) + 1
        },
      },
      turn: {
        maxMoves: 5,
        order: {
          playOrder: () => [2, 0, 1],
          first: ({ ctx }: any) => ctx.turn % 4,
          next: ({ ctx }: any) => [1, 2, 0, undefined, 'x', 7][ctx.turn % 6],
        },
      },
    } as unknown as Game<any>
  },
}

/** setupData, playerView, secrets, log metadata. */
const secrets: Driven = {
  name: 'secrets',
  numPlayers: 2,
  setupData: { hand: [3, 1, 2] },
  trusted: true,
  args: [[], [0], [1]],
  make: () => ({
    setup: ({ ctx }, data: any) => ({
      secret: data.hand,
      players: Object.fromEntries(ctx.playOrder.map((id) => [id, { hand: data.hand, ready: false }])),
    }),
    playerView: PlayerView.STRIP_SECRETS,
    turn: { minMoves: 1, maxMoves: 2 },
    moves: {
      draw: ({ G, playerID, log, random }) => {
        log.setMetadata('drawn')
        G.players[playerID].hand.push(random.D6())
        G.players[playerID].hand = G.players[playerID].hand.slice(-5)
      },
      ready: ({ G, playerID, ctx }) => {
        if (ctx.numMoves === 0) return INVALID_MOVE
        G.players[playerID].ready = true
      },
    },
  }),
}

/** Matches that are over, or refused, before they begin. */
const starts: Driven[] = (
  [
    { make: () => ({ endIf: () => 'at once', onEnd: () => ({ ended: true }), moves: { m: () => {} } }) },
    {
      make: () => ({
        phases: { a: { start: true, endIf: ({ ctx }) => ctx.turn < 3, next: 'a' } },
        moves: { m: () => {} },
      }),
    },
    {
      make: () => ({
        phases: { a: { start: true, next: 'zz', onEnd: ({ G }) => G } },
        moves: { m: ({ events }) => events.endPhase() },
      }),
    },
    {
      make: () => ({
        setup: ({ events, random }) => {
          events.endTurn()
          return { n: random.D6() }
        },
        turn: {
          onBegin: ({ G, random }) => {
            G.n += random.D6()
          },
        },
        moves: {
          m: ({ G, random }) => {
            G.n += random.D6()
          },
        },
      }),
    },
    { make: () => ({ setup: ({ random }) => random.D6(), moves: { m: ({ G }) => G + 1 }, turn: { maxMoves: 1 } }) },
    {
      make: () => ({
        setup: () => ({ n: 0 }),
        turn: { onBegin: ({ events }) => events.endTurn() },
        moves: {
          m: ({ G }) => {
            G.n++
          },
        },
      }),
    },
    {
      make: () => ({
        turn: {
          onBegin: ({ ctx, events }) => {
            if (ctx.turn < 5) events.endTurn()
            else events.endGame(false)
          },
        },
        moves: { m: () => {}, e: ({ events }) => events.endTurn() },
      }),
    },
  ] as Pick<Driven, 'make'>[]
).map((start, i) => ({ name: `start ${i}`, numPlayers: 2, args: [[]], eventArgs: [[]], ...start }))

/** Falsy results: the match is over for actions, but not for events that are already queued. */
const falsy: Driven = {
  name: 'falsy',
  numPlayers: 2,
  args: [[0], [''], [false], [null], [undefined]],
  eventArgs: [[0], [null]],
  make: () => ({
    setup: () => ({ n: 0 }),
    moves: {
      end: ({ G, events }, value: unknown) => {
        G.n++
        events.endGame(value)
        events.endTurn()
        events.endGame('again')
      },
      wait: ({ G }) => {
        G.n++
      },
    },
  }),
}

/** Parts of G raised with events, conditions that draw, and conditions that try to write into lists. */
const borrowed: Driven = {
  name: 'borrowed',
  numPlayers: 3,
  args: [[], [{ next: '2' }]],
  make: () => ({
    setup: () => ({ n: 0, plan: { next: '1' }, plans: [{ next: '0' }, { next: '2' }], list: [1, 2, [3]] }),
    endIf: ({ G, random }) => {
      G.n < 8 || Reflect.set(G.list, 0, 9)
      Reflect.set(G.list[2], 1, 9)
      return random.Number() < 0.005
    },
    moves: {
      held: ({ G, events }) => {
        G.n++
        events.endTurn(G.plan)
      },
      inside: ({ G, events }) => {
        G.n++
        events.setActivePlayers({ value: G.plan } as any)
      },
      taken: ({ G, events }) => {
        G.n++
        G.plans.push({ next: '1' })
        events.endTurn(G.plans.shift())
      },
      put: ({ G, events }, given: any = { next: '0' }) => {
        G.plan = given
        events.endTurn(given)
      },
      fresh: ({ G, events }) => {
        G.n++
        events.endTurn({ next: '2' })
      },
      read: ({ G }) => {
        G.n += G.list[0]
      },
    },
  }),
}

export const oddGames: readonly Driven[] = [
  phases,
  dice,
  untidy,
  actives,
  scripted,
  endings,
  circles,
  loops,
  malformed,
  secrets,
  falsy,
  borrowed,
  ...starts,
]
