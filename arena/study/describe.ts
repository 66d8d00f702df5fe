import type { LearnerChoice } from '../../agents/learner.ts'
import type { Env } from '../../envs/define.ts'
import { comparedWith } from './arms.ts'
import { evalEnvs, trainEnv, trainEnvs, unseenEnvs } from './envs.ts'
import type { Study } from './study.ts'

const chosenOf = ({ id, version, params }: LearnerChoice) => ({ id, version, params })

/** Plain JSON of all that fixes the study's numbers. */
export function describe(study: Study) {
  const envOf = (env: Env) => ({ id: env.id, version: env.version, params: env.params })
  const unseen = unseenEnvs(study).map(envOf)
  const [, ...others] = trainEnvs(study).map(({ plugin, params }) => envOf(plugin(params)))
  return {
    schema: 1,
    id: study.id,
    question: study.question,
    settings: study.settings,
    env: envOf(trainEnv(study)),
    ...(others.length > 0 && { otherEnvs: others }),
    evals: evalEnvs(study).map(envOf),
    ...(unseen.length > 0 && { unseen }),
    ...(study.preregistration && { preregistration: study.preregistration }),
    ...(study.sweeps && { sweeps: study.sweeps }),
    arms: Object.fromEntries(
      Object.entries(study.arms).map(([name, arm]) => [
        name,
        {
          regimes: arm.regimes,
          interventions: arm.interventions.map(({ id, version, params }) => ({ id, version, params })),
          ...(arm.train ? { train: envOf(trainEnv(study, arm)) } : {}),
          ...(arm.env ? { env: arm.env } : {}),
          ...(arm.settings ? { settings: arm.settings } : {}),
          ...(arm.stream === undefined ? {} : { stream: arm.stream }),
          ...(arm.log ? { log: arm.log } : {}),
          ...(arm.learner ? { learner: chosenOf(arm.learner) } : {}),
          ...(arm.init ? { init: arm.init } : {}),
          ...(arm.role ? { role: arm.role } : {}),
          ...(arm.reversed === undefined ? {} : { reversed: arm.reversed }),
          ...(arm.twinOf === undefined ? {} : { twinOf: arm.twinOf }),
          comparedWith: comparedWith(study, name),
        },
      ]),
    ),
  }
}
