import { createRng } from '../../../envs/random.ts'
import { difference } from '../../engine/compare.ts'
import { deciding, legalActions, legalMask, seenBy } from '../../play/seats.ts'
import { broken, type Check } from '../define.ts'
import { type Attempt, entry, illegal, told } from './attempts.ts'
import { attempt, type Moment } from './moments.ts'
import { begin, type Mode, type Scene, scenes, stage, where } from './scene.ts'
import type { EnvSubject } from './subject.ts'

/** boardgame.io's own reducer costs milliseconds a move. */
const STEPS = 40

export const modes: Check<EnvSubject> = {
  name: 'modes',
  claim:
    'The trusted engine, the exact one and boardgame.io’s own reducer agree bit for bit after every action, legal, illegal or malformed.',
  needs: ['repeats', 'refuses', 'validates', 'tree'],
  run(subject) {
    for (const scene of scenes(subject, 2)) {
      const open = scene.game !== scene.env.game
      const fresh = () => ({
        ...stage(subject, { params: scene.env.params, seed: scene.seed, open, setupData: scene.setupData }),
      })
      compare(scene, {
        trusted: begin(fresh()),
        exact: begin(fresh(), 'exact'),
        reference: begin(fresh(), 'reference'),
      })
    }
  },
}

function compare(scene: Scene, matches: Readonly<Record<Mode, Moment['match']>>): void {
  const { trusted, exact, reference } = matches
  const rng = createRng(`${scene.seed}/modes`)
  for (let i = 0; i < STEPS && reference.ctx.gameover === undefined; i++) {
    const next = choose(scene, reference, rng)
    if (!next) return
    const results = [trusted, exact, reference].map((match) =>
      attempt(() => match.act(next.seat, next.move, next.args)),
    )
    const [said] = results.map(String)
    if (results.some((result) => String(result) !== said))
      broken(
        `one answer to ${told(next)} from the three engines`,
        `${results.map(String).join(', ')} (${where(scene)})`,
      )
    if (results[0] instanceof Error) return
    for (const [name, match] of Object.entries({ trusted, exact })) {
      const differs = difference(reference.state(), match.state(), 'state')
      if (differs) broken(`boardgame.io’s state from ${name} after ${told(next)}`, `${differs} (${where(scene)})`)
    }
  }
}

/** Three times in four a legal action. */
function choose({ env }: Scene, match: Moment['match'], rng: ReturnType<typeof createRng>): Attempt | undefined {
  const seats = deciding(env, match)
  if (seats.length === 0) return undefined
  const seat = seats[rng.integer(seats.length)]
  const legal = legalActions(legalMask(env, seenBy(match, seat)))
  if (rng.integer(4) > 0 && legal.length > 0) return entry(env, seat, legal[rng.integer(legal.length)])
  const bad = illegal(env, match)
  return bad[rng.integer(bad.length)]
}
