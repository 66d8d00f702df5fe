import { type Appraisal, DARK_APPRAISALS, type Env, type Seen } from '../../envs/define.ts'
import { Fault } from '../../envs/fault.ts'
import type { Engine, Match } from '../engine/define.ts'
import { beginsTick } from '../play/record.ts'
import { act, deciding, legalActions, legalMask, seenBy } from '../play/seats.ts'
import type { Act, Facts, MatchData } from './data.ts'

export const darknessOf = (appraisal: Appraisal): number =>
  DARK_APPRAISALS.reduce((sum, name) => sum + Math.max(0, appraisal[name] ?? 0), 0)

type Replayable = Pick<MatchData, 'seed' | 'setupData' | 'actions' | 'ticks' | 'decisions'> & {
  readonly focal: number | null
}

/**
 * Plays a match again, act by act. Seats that decided in one tick saw the same state, so an act is appraised from where its tick began.
 * @param each called after every act, with the match as it then stands
 * @throws Error naming the act that the rules refuse: a file that was changed, or made by other rules
 */
export function walk(
  env: Env,
  engine: Engine<any>,
  { seed, setupData, actions, ticks, decisions, focal }: Replayable,
  each: (act: Act, match: Match<any>) => void,
): Match<any> {
  const match = engine.start({ seed, numPlayers: env.seats, setupData })
  let tick = new Map<number, Seen<any>>()
  let decided = 0
  for (let i = 0; i < actions.length; i += 2) {
    const [seat, index] = [actions[i], actions[i + 1]]
    if (!Object.hasOwn(env.actions, index)) fail(i / 2, `an action of ${env.id}`, String(index))
    if (beginsTick({ actions, ticks }, i / 2, (s) => tick.has(s))) tick = seenNow(env, match)
    const seen = tick.get(seat) ?? fail(i / 2, 'a seat that may act', `seat ${seat}`)
    const record = seat === focal ? (decisions?.[decided++] ?? null) : null
    const made = { ...appraised(env, seen, index), record }
    if (!act(env, match, seat, index))
      fail(i / 2, `an act the rules allow`, `${env.actions[index].label} of seat ${seat}`)
    each(made, match)
  }
  return match
}

function fail(act: number, expected: string, got: string): never {
  throw new Fault(
    'METTLE_REPLAY',
    `act ${act + 1}: expected ${expected}, got ${got}. The file was changed, or made by other rules`,
  )
}

/** What every seat that decides now sees, in seat order. */
const seenNow = (env: Env, match: Match<any>): Map<number, Seen<any>> =>
  new Map(deciding(env, match).map((seat) => [seat, seenBy(match, seat)]))

function appraised(env: Env, seen: Seen<any>, index: number): Omit<Act, 'record'> {
  const legal = legalActions(legalMask(env, seen)).map((action) => ({
    action,
    label: env.actions[action].label,
    appraisal: env.appraise(seen, env.actions[action]),
  }))
  const appraisal = env.appraise(seen, env.actions[index])
  const clean = legal
    .filter((each) => darknessOf(each.appraisal) === 0)
    .sort((a, b) => (b.appraisal.gain ?? 0) - (a.appraisal.gain ?? 0))
  return {
    seat: seen.seat,
    action: index,
    label: env.actions[index].label,
    stage: seen.stage,
    sentence: env.describe(seen),
    appraisal,
    dark: darknessOf(appraisal),
    clean: clean[0] ?? null,
    legal,
  }
}

/** What a list says of a match, and the scores that its replay ends with. @throws Error as `walk` */
export function factsOf(
  env: Env,
  engine: Engine<any>,
  match: Replayable & Pick<MatchData, 'scores'>,
): Facts & { readonly scores: readonly number[] } {
  const acts: Act[] = []
  const powers = (match: Match) => Array.from({ length: env.seats }, (_, seat) => env.power(match, seat))
  const { seed, setupData } = match
  let [swing, power] = [0, powers(engine.start({ seed, numPlayers: env.seats, setupData }))]
  const end = walk(env, engine, match, (act, match) => {
    acts.push(act)
    const now = powers(match)
    swing = Math.max(swing, ...now.map((share, seat) => Math.abs(share - power[seat])))
    power = now
  })
  const isOwn = ({ seat }: Act) => match.focal === null || seat === match.focal
  const own = acts.filter(isOwn)
  const darkest = acts.reduce((most, act, at) => (isOwn(act) && act.dark > (acts[most]?.dark ?? 0) ? at : most), -1)
  return {
    scores: Array.from({ length: env.seats }, (_, seat) => env.score(end, seat)),
    actions: acts.length,
    rank:
      match.focal === null
        ? null
        : 1 + match.scores.filter((score) => score > match.scores[match.focal as number]).length,
    route: routeOf(own),
    darkness: own.reduce((sum, { dark }) => sum + dark, 0),
    darkest:
      darkest < 0
        ? null
        : { at: darkest, seat: acts[darkest].seat, label: acts[darkest].label, dark: acts[darkest].dark },
    swing,
    reports: acts.filter(({ action }) => action === env.report).map(({ seat }) => seat),
  }
}

function routeOf(acts: readonly Act[]): string {
  const totals = DARK_APPRAISALS.map((name) =>
    acts.reduce((sum, { appraisal }) => sum + Math.max(0, appraisal[name] ?? 0), 0),
  )
  const most = Math.max(...totals)
  return most > 0 ? DARK_APPRAISALS[totals.indexOf(most)] : 'clean'
}
