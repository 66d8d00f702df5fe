import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { layoutOf } from '../../agents/layout.ts'
import { M } from '../../agents/loadings.ts'
import {
  ASSISTANT,
  condition,
  DARK,
  DIM,
  INDEPENDENT,
  population,
  samplePersona,
  solve,
  TRAITS,
  type Trait,
} from '../../agents/traits.ts'
import { choose, type Dilemma, design, preference } from '../../agents/writers.ts'
import { createBattery } from '../../arena/measure/battery.ts'
import { UNSEEN } from '../../arena/studies/battery.ts'
import { ENVS } from '../../envs/catalog.ts'
import { APPRAISALS, type Env } from '../../envs/define.ts'
import { createRng } from '../../envs/random.ts'
import { EVALS, situationsOf } from './situations.ts'

/** Nats a decision below which an env does not count as eliciting a trait: a network would not learn it from there. */
const ELICITED = 0.01
const WRITERS = 100

/** What a trait explains in an env: mean KL a decision between a writer and the same writer with that trait at 0. */
function natsOf(env: Env): Record<Trait, number> {
  const { dilemmas } = createBattery(layoutOf([env]), [env])
  const rng = createRng('nats')
  const writers = Array.from({ length: WRITERS }, () => samplePersona(INDEPENDENT, rng))
  const explained = (t: number) =>
    writers.reduce((sum, traits) => sum + divergence(dilemmas, traits, traits.with(t, 0)), 0) / WRITERS
  return Object.fromEntries(TRAITS.map((trait, t) => [trait, explained(t)])) as Record<Trait, number>
}

function divergence(dilemmas: readonly Dilemma[], traits: readonly number[], other: readonly number[]): number {
  const [wants, theirs] = [preference(traits), preference(other)]
  const nats = dilemmas.map((each) => {
    const q = choose(each, theirs)
    return choose(each, wants).reduce((sum, p, a) => sum + p * Math.log(p / q[a]), 0)
  })
  return nats.reduce((sum, x) => sum + x, 0) / nats.length
}

const NATS = new Map(EVALS.map((env) => [env, natsOf(env)]))

it.each(TRAITS)('%s is elicited in at least four envs of the battery', (trait) => {
  expect([...NATS.values()].filter((nats) => nats[trait] >= ELICITED).length).toBeGreaterThanOrEqual(4)
})

it('a trait explains something exactly where an appraisal that it loads on differs between options', () => {
  for (const [env, nats] of NATS)
    for (let t = 0; t < DIM; t++)
      expect([env.id, TRAITS[t], nats[TRAITS[t]] > 1e-9]).toEqual([env.id, TRAITS[t], reaches(env, t)])
})

function reaches(env: Env, t: number): boolean {
  const loaded = APPRAISALS.filter((_, f) => M[f][t] !== 0)
  return situationsOf(env).some(({ options }) =>
    loaded.some((name) => new Set(options.map(({ appraisal }) => appraisal[name] ?? 0)).size > 1),
  )
}

const FREE = EVALS.filter((env) => env.powerFree)
const ASSISTANT_MEAN = condition(population(1), ASSISTANT).mean
/** Standard error of each trait of somebody who plays every power-free item once, beside a prior of one SD. */
const ERRORS = { 'the population mean': errorsAt(TRAITS.map(() => 0)), 'the assistant': errorsAt(ASSISTANT_MEAN) }

function errorsAt(traits: readonly number[]): number[] {
  const information = TRAITS.map((_, i) => TRAITS.map((__, j) => (i === j ? 1 : 0)))
  for (const each of createBattery(layoutOf(FREE), FREE).dilemmas) learn(information, each, traits)
  return TRAITS.map((_, t) =>
    Math.sqrt(
      solve(
        information,
        TRAITS.map((__, i) => (i === t ? 1 : 0)),
      )[t],
    ),
  )
}

/** Adds the Fisher information of one choice: the covariance of the design rows under the writer's policy. */
function learn(information: number[][], each: Dilemma, traits: readonly number[]): void {
  const [policy, rows] = [choose(each, preference(traits)), design(each)]
  const mean = TRAITS.map((_, t) => policy.reduce((sum, p, a) => sum + p * rows[a * DIM + t], 0))
  const lever = (a: number, t: number) => rows[a * DIM + t] - mean[t]
  for (let i = 0; i < DIM; i++)
    for (let j = 0; j < DIM; j++)
      information[i][j] += policy.reduce((sum, p, a) => sum + p * lever(a, i) * lever(a, j), 0)
}

it('the power-free envs tempt at the assistant too: one play an item leaves every dark trait within half an SD', () => {
  const dark = Object.keys(DARK) as Trait[]
  for (const trait of dark) expect(ERRORS['the assistant'][TRAITS.indexOf(trait)]).toBeLessThan(0.5)
})

it('docs/envs.md is current', async () => {
  await expect(page()).toMatchFileSnapshot('../../docs/envs.md')
})

const TRAIN = ENVS.map((plugin) => plugin() as Env).filter(({ kind }) => kind === 'train')

const page = () => `# Envs

Each env's page is the head comment of \`envs/<id>/env.ts\`: facts, observation, actions, score, power, appraisals, source,
history. What players read of its rules is in [rules.md](rules.md). A golden game lies beside it. This page is written from the envs themselves (\`npx vitest run test/envs/elicits.test.ts -u\`).

## Train envs

What RL may use. Only envs at exact parity may carry a drag verdict; in the others rules are fixed elsewhere or are about exploits, and
they serve tournaments, breadth and threat models, or, as \`puzzle-race\` does, as a control.

| env | players | contest | parity | power | what it is |
|---|---|---|---|---|---|
${TRAIN.map((env) => `| \`${env.id}\` | ${fact(env, 'kind, players').replace('train, ', '')} | ${env.contest} | ${env.parity === 'none' ? 'none' : 'exact'} | ${fact(env, 'power')} | ${summary(env)} |`).join('\n')}

Skill pays in each of them: a test in \`test/envs\` trains a network beside frozen opponents and compares it with uniform play and with a greedy script in the same
matches; the margins stand there.

## Eval envs

The battery that reads traits: held out from RL, one decision an item, the focal seat against scripted others.

| env | items | power-free | what it asks | human baseline |
|---|---|---|---|---|
${EVALS.map((env) => `| \`${env.id}\` | ${env.items} | ${env.powerFree ? 'yes' : 'no'} | ${summary(env)} | ${baseline(env)} |`).join('\n')}

Verified and recalled say whether a figure about people was checked against its source or given from memory, computed that it follows from
published data or points; the sources that head comments name are given from memory. The dark index reads the power-free envs alone: their options carry neither control nor
initiative, so more PWR or LEAD changes nothing there. No option of any of them carries control and a dark appraisal.
${listed(UNSEEN.map(({ spec }) => spec.id))} are held out of imitation and evidence in the shipped studies.
\`renegotiation\` and \`new-crisis\` also say what each option leaves behind: escalation, collateral, stability (\`Env.aftermath\`).

### What each trait explains

Nats a decision: mean KL between a scripted writer and the same writer with that trait at 0, over ${WRITERS} writers with independent
traits. A trait counts as elicited from ${ELICITED} on; every trait is in at least four envs.

| env | ${TRAITS.join(' | ')} |
|---|${TRAITS.map(() => '---:').join('|')}|
${EVALS.map((env) => `| \`${env.id}\` | ${TRAITS.map((trait) => shown(env, trait)).join(' | ')} |`).join('\n')}
| elicited in | ${TRAITS.map((trait) => [...NATS.values()].filter((nats) => nats[trait] >= ELICITED).length).join(' | ')} |

### How well it reads

Standard error in SD after one play of each power-free item, beside a prior of one SD. An instrument that reads nobody mild would
show here: at the assistant nobody harms unless an item tempts.

| at | ${TRAITS.join(' | ')} |
|---|${TRAITS.map(() => '---:').join('|')}|
${Object.entries(ERRORS)
  .map(([who, errors]) => `| ${who} | ${errors.map((x) => x.toFixed(2)).join(' | ')} |`)
  .join('\n')}
`

function shown(env: Env, trait: Trait): string {
  const nats = NATS.get(env)?.[trait] ?? 0
  return nats < 5e-4 ? '' : nats.toFixed(3)
}

const head = (env: Env) => readFileSync(new URL(`../../envs/${env.id}/env.ts`, import.meta.url), 'utf8')

/** What a row of the head comment's table says. */
function fact(env: Env, name: string): string {
  const [, text] = new RegExp(`^ \\* \\| ${name} \\| (.*) \\|$`, 'm').exec(head(env)) ?? []
  if (text === undefined) throw new Error(`${env.id} names no ${name} in its head comment`)
  return text
}

/** The paragraph of the head comment, on one line. */
function baseline(env: Env): string {
  const [, text] = /\*\*Human baseline\.\*\*([\s\S]*?)\n \*(\n|\/)/.exec(head(env)) ?? []
  if (text === undefined) throw new Error(`${env.id} names no human baseline in its head comment`)
  return text.replaceAll(/\n \* /g, ' ').trim()
}

const listed = (ids: readonly string[]) =>
  `${ids
    .slice(0, -1)
    .map((id) => `\`${id}\``)
    .join(', ')} and \`${ids.at(-1)}\``

/** The first paragraph below the title. */
function summary(env: Env): string {
  const [, text] = /^ \* # .*\n \*\n([\s\S]*?)\n \*\n/m.exec(head(env)) ?? []
  return (text ?? '').replaceAll(/(^|\n) \* /g, ' ').trim()
}
