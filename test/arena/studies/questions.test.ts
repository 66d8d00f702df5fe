import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { loadBackend } from '../../../agents/backend.ts'
import { summarise } from '../../../arena/analysis/summarise.ts'
import type { Summary } from '../../../arena/analysis/summary.ts'
import { plan } from '../../../arena/run/plan.ts'
import type { Estimate } from '../../../arena/statistics/estimate.ts'
import { identityOf } from '../../../arena/store/identity.ts'
import type { TrialResult } from '../../../arena/store/results.ts'
import { STUDIES } from '../../../arena/studies/catalog.ts'
import type { Study } from '../../../arena/study/study.ts'
import { runFoundation } from '../../../arena/trial/foundation.ts'
import { createShared } from '../../../arena/trial/shared.ts'
import { runTrial } from '../../../arena/trial/trial.ts'
import { NIGHTLY } from '../../needs.ts'
import { smokeOf } from './smoke.ts'

/** Effects of a sweep, at every value. */
function effectsOf({ sweeps = [] }: Summary): readonly Estimate[] {
  return sweeps.flatMap(({ curves }) => Object.values(curves).flatMap(({ effect }) => effect))
}

const reportsElsewhere = ({ arms }: Summary) => [arms['report, 0.1, rigged 0.25'].full?.pressure.report.reports]

/** What each question is read from, beside drag and effect: figures that its smallest run has to have. */
const READ: Readonly<Record<string, (summary: Summary) => readonly (Estimate | undefined)[]>> = {
  ...{ e1: effectsOf, 'e1-width': effectsOf, 'e1-z': effectsOf, 'e1-steps': effectsOf },
  e1b: ({ arms }) => ['stating', 'good, 1', 'yes, 1'].map((arm) => arms[arm].full?.unsaid),
  e1c: ({ arms }) => ['kl · 1', 'preventative-steer · 3'].map((arm) => arms[arm].full?.retention.deployed),
  e2: ({ arms }) => ['both', 'perfect labels'].flatMap((arm) => [arms[arm].full?.unsaid, arms[arm].full?.effect]),
  e4: ({ arms }) => ['bypass 0, RL ×100', 'random init, RL ×0.01'].map((arm) => arms[arm].full?.change.D),
  e4b: ({ arms }) => {
    const pressed = arms['router, 320 updates'].full?.router
    return [pressed?.information.after, pressed?.training.after, pressed?.persona, arms.router.full?.router?.persona]
  },
  e5: ({ arms, generalisation }) => [arms['penalise-acts, standoff'].full?.change.D, generalisation?.added],
  e6: ({ arms }) => [arms['lead, s -1'].full?.pressure['reward-lead'].initiative, arms['s 0'].full?.effect],
  e7: ({ arms }) => [
    ...['character', 'route'].map((arm) => arms[arm].full?.split.change),
    ...[0, 1, 2].map((k) => arms.character.full?.prefill?.[k].rise.after),
  ],
  e8: ({ arms }) => [arms['p5 clamp'].full?.pressure.cap.pressure],
  e9: ({ arms }) => ['0.5', 'log, 0.5'].map((arm) => arms[arm].full?.pressure.filter.leak),
  e10: ({ arms }) => [arms['report, 0, rigged 0.5'].full?.pressure.report.reports],
  ...{ 'e10-standoff': reportsElsewhere, 'e10-succession': reportsElsewhere },
  e11: ({ arms }) => [arms['adversary · 0.3'].full?.pressure['explore-adversary'].pressure],
  relearn: ({ arms, sweeps }) => [
    ...(sweeps ?? []).flatMap(({ curves }) => Object.values(curves).flatMap(({ effect }) => effect)),
    arms['unlearn, RMU · relearn 300'].full?.pressure.unlearn.pressure,
    arms['unlearn, RMU · relearn 300'].full?.pressure.unlearn.regained,
  ],
  'leaderboard-perturbed': ({ arms }) => ['kl, perturbed-a', 'kl, perturbed-b'].map((arm) => arms[arm].full?.effect),
  'leaderboard-added': ({ arms }) => ['route', 'route, masking', 'rationalise'].map((arm) => arms[arm].full?.effect),
  e12: ({ arms }) => ['errands', 'dark reward, cap'].map((arm) => arms[arm].full?.power),
}

let root: string
beforeAll(async () => {
  await loadBackend('wasm')
  root = mkdtempSync(join(tmpdir(), 'mettle-questions-'))
})
afterAll(() => rmSync(root, { recursive: true, force: true }))

/** A number, or the reason why there is none: behaviour that no persona shows has no traits, however small the run. */
const measured = (figure: Estimate | undefined) =>
  figure !== undefined && (figure.estimate === null ? figure.reason.length > 0 : Number.isFinite(figure.estimate))

const program = { backend: 'wasm' as const, mettle: '0', build: '0', files: [] }

/** Every job of the study, in this thread. */
async function summaryOf(study: Study): Promise<Summary> {
  const jobs = join(root, study.id)
  const { foundations, trials } = plan(study, identityOf(study, program), jobs)
  const io = (folder: string) => {
    const dir = join(jobs, folder)
    mkdirSync(dir, { recursive: true })
    return { dir, progress: () => {} }
  }
  const bases = []
  for (const { folder, index, arm } of foundations) {
    const made = await runFoundation(study, index, arm, io(folder))
    writeFileSync(join(jobs, folder, 'result.json'), JSON.stringify(made))
    if (arm === null) bases.push(made)
  }
  const shared = createShared()
  const results: TrialResult[] = []
  for (const { folder, id, on } of trials)
    results.push(await runTrial(study, id, join(jobs, on.folder), io(folder), shared))
  return summarise(study, bases, results, { hash: '', backend: 'wasm' })
}

describe.skipIf(!NIGHTLY)('every question of the programme at smoke size (nightly)', () => {
  it.each(Object.keys(READ))('%s runs whole, and has what it is read from', { timeout: 1_800_000 }, async (id) => {
    const study = smokeOf(STUDIES.find((each) => each.id === id) as Study, id === 'e5')
    const summary = await summaryOf(study)
    expect(summary.smoke).toBe(true)
    expect(Object.keys(summary.arms)).toEqual(Object.keys(study.arms))
    const read = READ[id](summary)
    expect(read.length).toBeGreaterThan(0)
    for (const figure of read) expect(figure).toSatisfy(measured)
  })
})

it('has a smoke run for every question but those that were registered and run, which have pages of results', () => {
  const questions = STUDIES.map(({ id }) => id).filter((id) => /^e\d/.test(id))
  expect(questions.filter((id) => !(id in READ))).toEqual(['e0', 'e0b', 'e3', 'e13'])
})
