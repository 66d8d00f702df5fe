import type { Intervention, InterventionPlugin, Regime } from '../../../interventions/define.ts'
import type { ArenaEvent } from '../../../interventions/events.ts'
import { cloneConfig } from '../../engine/clone.ts'
import { difference } from '../../engine/compare.ts'
import { broken, type Check } from '../define.ts'
import { exercise } from './exercise.ts'
import type { Ground, Trial } from './ground.ts'
import { rig } from './rig.ts'
import type { InterventionSubject } from './subject.ts'

const identity: Check<InterventionSubject> = {
  name: 'identity',
  claim:
    'With the identity params a trial is bit-identical to one without the intervention, in every regime it can act in; so is a foundation, where it touches the corpus.',
  needs: ['declared', 'synchronous', 'observes'],
  async run({ plugin, ground }) {
    const on = await ground()
    if (plugin.spec.touches.includes('corpus')) {
      const [none, some] = [await on.foundation([]), await on.foundation([plugin(plugin.spec.identity)])]
      const differs = difference(none, some, 'foundation')
      if (differs) broken('a foundation as without the intervention', differs)
    }
    for (const regime of plugin().regimes) {
      const [none, some] = [await on.untreated(regime), await on.trial(regime, [plugin(plugin.spec.identity)])]
      const differs = difference(comparable(none), comparable(some), 'trial')
      if (differs) broken(`a trial in ${regime} as without the intervention`, differs)
    }
  },
}

/** All but what the intervention itself logged. */
function comparable({ result: { interventions: _, ...result }, checkpoint, events, matches }: Trial) {
  const facts = events.filter((line) => !line.includes('"intervention.acted"'))
  return { result, checkpoint, events: facts, matches }
}

const repeats: Check<InterventionSubject> = {
  name: 'repeats',
  claim: 'The same seed gives the same trial with the intervention: result, checkpoint, events, metrics and matches.',
  needs: ['declared', 'draws', 'observes'],
  async run({ plugin, ground }) {
    const [on, regime] = [await ground(), lastOf(plugin)]
    const differs = difference(await on.trial(regime, [plugin()]), (await watched(on, plugin)).trial, 'trial')
    if (differs) broken(`the same trial in ${regime} from the same seed`, differs)
  },
}

const removable: Check<InterventionSubject> = {
  name: 'removable',
  claim:
    'Nothing of the intervention stays when its phases end: env and game are as they were before setup, and unless it is active at test none of its hooks runs in the deployed measurement.',
  needs: ['declared', 'synchronous', 'observes'],
  async run({ plugin, ground }) {
    expectEnvAlone(plugin())
    const { late } = await watched(await ground(), plugin)
    if (late.length > 0 && !plugin.spec.activeIn.includes('test'))
      broken('no hook in the deployed measurement', late.join())
  },
}

/** The env that setup is given belongs to everybody. */
function expectEnvAlone(intervention: Intervention): void {
  let before: unknown
  const watched = {
    ...intervention,
    setup(context: Parameters<Intervention['setup']>[0]) {
      before = cloneConfig(context.env)
      return intervention.setup(context)
    },
  }
  const used = rig(watched)
  exercise(used)
  used.hooks.dispose?.()
  const changed = difference(before, cloneConfig(used.env), 'env')
  if (changed) broken('an env and a game that it leaves as they were', changed)
}

const lastOf = (plugin: InterventionPlugin<any>): Regime => plugin().regimes.at(-1) ?? 'full'

interface Watched {
  readonly trial: Trial
  /** The hooks that ran after the trial went over to its last measurement. */
  readonly late: readonly string[]
}

const known = new WeakMap<Ground, WeakMap<InterventionPlugin<any>, Promise<Watched>>>()

/** A trial in the last regime that tells which hooks ran when. Watching changes nothing, so two checks share it. */
function watched(ground: Ground, plugin: InterventionPlugin<any>): Promise<Watched> {
  const own = known.get(ground) ?? new WeakMap()
  known.set(ground, own)
  const trial = own.get(plugin) ?? watch(ground, plugin(), lastOf(plugin))
  own.set(plugin, trial)
  return trial
}

async function watch(ground: Ground, intervention: Intervention, regime: Regime): Promise<Watched> {
  const late = new Set<string>()
  const told: Intervention = {
    ...intervention,
    setup(context) {
      let deployed = false
      const watching = context.events$.subscribe((event: ArenaEvent) => {
        deployed ||= event.type === 'phase.started' && event.phase === 'measure'
      })
      const hooks = intervention.setup(context)
      const telling = Object.entries(hooks).map(([name, hook]) => [name, tell(name, hook)])
      return { ...Object.fromEntries(telling), dispose }

      function tell(name: string, hook: (...args: any[]) => unknown) {
        return (...args: unknown[]) => {
          if (deployed && name !== 'dispose') late.add(name)
          return hook(...args)
        }
      }
      function dispose() {
        watching.unsubscribe()
        hooks.dispose?.()
      }
    },
  }
  const trial = await ground.trial(regime, [told])
  return { trial, late: [...late] }
}

export const TRIALS: readonly Check<InterventionSubject>[] = [identity, repeats, removable]
