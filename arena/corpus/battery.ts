import type { Layout } from '../../agents/layout.ts'
import { loadingsIn, traitSetOf } from '../../agents/trait-set.ts'
import type { Env } from '../../envs/define.ts'
import { type Battery, createBattery } from '../measure/battery.ts'
import { evalEnvs } from '../study/envs.ts'
import type { Study } from '../study/study.ts'

/** The study's battery: its eval envs, unless others are given, read through its loadings. */
export const batteryOf = (study: Study, layout: Layout, evals: readonly Env[] = evalEnvs(study)): Battery =>
  createBattery(layout, evals, loadingsIn(study.settings), traitSetOf(study.settings))
