import { expect, it } from 'vitest'
import { paramRows } from '../arena/cli/params.ts'
import { AGENTS } from '../arena/entrants/catalog.ts'
import { APPRAISALS, COMMON, TRAITS } from '../arena/index.ts'
import { Settings } from '../arena/study/settings.ts'
import { ENVS } from '../envs/catalog.ts'
import { INTERVENTIONS } from '../interventions/catalog.ts'
import { type Documented, interfacesOf } from './documented.ts'

/** Within backticks Markdown shows an entity as it is written. */
const cell = (text: string) =>
  text.replaceAll('|', '\\|').replace(/`[^`]*`|</g, (found) => (found === '<' ? '&lt;' : found))
const table = (head: readonly string[], rows: readonly (readonly string[])[]) =>
  [head, head.map(() => '---'), ...rows.map((row) => row.map(cell))].map((row) => `| ${row.join(' | ')} |`).join('\n')

const hooks = interfacesOf('interventions/hooks.ts')
const practice = interfacesOf('interventions/practice.ts')
const define = interfacesOf('interventions/define.ts')
const envs = interfacesOf('envs/define.ts')
const decision = interfacesOf('envs/decision.ts')
const agents = interfacesOf('agents/define.ts')
const events = interfacesOf('interventions/events.ts')
const learner = interfacesOf('agents/learner.ts')
const rows = interfacesOf('agents/ppo-rows.ts')
const study = interfacesOf('arena/study/study.ts')
const arm = interfacesOf('arena/study/arm.ts')

const members = (list: readonly Documented[]) =>
  table(
    ['member', 'meaning'],
    list.map(({ signature, doc }) => [`\`${signature}\``, doc]),
  )
const of = (file: typeof hooks, name: string) => members(file.get(name)?.members ?? [])

const EVENTS = [...events.values()].flatMap(({ doc, members }) => {
  const type = members.find(({ name }) => name === 'type')
  const fields = members.filter(({ name }) => name !== 'type')
  return type
    ? [
        [
          `\`${type.signature.replace(/^type: '|'$/g, '')}\``,
          doc,
          fields.map(({ name, doc }) => `\`${name}\`: ${doc}`).join(' '),
        ],
      ]
    : []
})

const SHEET = `# Cheat sheet

On one page: what every hook gets and returns, what events carry, and the shapes of what they hold. It is written from the sources (\`npx vitest run test/pages.test.ts -u\`).
Sizes: \`rows\`, decisions of a minibatch; \`actions\`, the width of the mask; \`persona\`, the motivation layer z; \`DIM\` = ${TRAITS.length} traits, ${TRAITS.join(', ')}; observations open with COMMON = ${COMMON} numbers in [0, 1]: progress of the match, the seat's own share of control, number of other seats / 4.

## An intervention

What \`defineIntervention\` takes:

${of(define, 'InterventionSpec')}

\`setup\` gets:

${of(define, 'Setup')}

and returns the hooks that \`touches\` names, and \`dispose\` where it holds anything. Hooks are synchronous and fold over an arm's interventions in list order.

| hook | gets → returns | when, and what |
| --- | --- | --- |
${(hooks.get('Hooks')?.members ?? []).map(({ name, signature, doc }) => `| \`${name}\` | ${cell(`\`${signature.replace(/^\w+/, '')}\``)} | ${cell(doc)} |`).join('\n')}

${['Episode', 'Outcomes', 'LossContext', 'GradientContext', 'Between', 'MotiveSampler', 'TraitVectors'].map((name) => `### ${name}\n\n${hooks.get(name)?.doc}\n\n${of(hooks, name)}`).join('\n\n')}

### Practice

${practice.get('Practice')?.doc}

${of(practice, 'Practice')}

What is masked: log-policies hold about −10⁴ where \`mask\` is 0, and no gradient flows there; probabilities hold 0.

## Events

\`events$\` brings them in the order in which they come true. All carry \`trial\`; those of an update \`update\`, those of a match \`match\` as well. Numbers and units:

${table(['event', 'when', 'fields'], EVENTS)}

## An env

${of(envs, 'EnvSpec')}

\`Seen\`, all that a seat may know:

${of(decision, 'Seen')}

\`Truth\`, which \`score\`, \`power\` and \`harmful\` are given:

${of(decision, 'Truth')}

\`Guess\`, which \`determinise\` returns:

${of(decision, 'Guess')}

\`Action\`, an entry of the action table:

${of(decision, 'Action')}

Appraisals, each about 0 … 1.5: ${APPRAISALS.map((name) => `\`${name}\``).join(', ')} ([traits.md](traits.md)).

## An agent

${of(agents, 'AgentSpec')}

\`create\` makes an \`Agent\`:

${of(agents, 'Agent')}

It answers an \`Ask\`:

${of(agents, 'Ask')}

## A study

${of(study, 'StudySpec')}

An \`Arm\`:

${of(arm, 'Arm')}

## A learner

${of(learner, 'LearnerSpec')}

\`create\` gets, and makes an \`Algorithm\` of it:

${of(learner, 'AlgorithmOptions')}

${of(learner, 'Algorithm')}

A \`Trajectory\`:

${of(rows, 'Trajectory')}

A \`Transition\` of it:

${of(rows, 'Transition')}
`

it('docs/cheat-sheet.md is what the sources say', async () => {
  for (const [name, file] of [
    ['InterventionSpec', define],
    ['StudySpec', study],
    ['Arm', arm],
    ['LearnerSpec', learner],
    ['Algorithm', learner],
    ['Trajectory', rows],
    ['Transition', rows],
    ['Guess', decision],
  ] as const)
    expect(
      file
        .get(name)
        ?.members.filter(({ doc }) => doc === '')
        .map((each) => `${name}.${each.name}`),
      name,
    ).toEqual([])
  for (const name of ['Hooks', 'Episode', 'Outcomes', 'LossContext', 'GradientContext', 'Between'])
    for (const { name: member, doc } of hooks.get(name)?.members ?? []) expect(doc, `${name}.${member}`).toMatch(/\.$/)
  expect(EVENTS.length).toBe(11)
  await expect(SHEET).toMatchFileSnapshot('../docs/cheat-sheet.md')
})

const params = (schema: Parameters<typeof paramRows>[0]) =>
  table(
    ['name', 'takes', 'default', 'meaning'],
    paramRows(schema).map(({ name, takes, usual, meaning }) => [`\`${name}\``, takes, usual, meaning]),
  )
const block = ({
  spec: { id, summary, params: schema },
}: {
  spec: (typeof INTERVENTIONS | typeof AGENTS | typeof ENVS)[number]['spec']
}) => (paramRows(schema).length === 0 ? [] : [`### ${id}\n\n${summary}\n\n${params(schema)}`])

const SETTINGS = `# Settings and params

Everything that a study, an intervention, an agent or an env can be given, written from the schemas that check it (\`npx vitest run test/pages.test.ts -u\`). \`npx mettle list interventions --params\` prints
the same, \`npx mettle schema study\` as JSON Schema.

## Settings of a study

\`--set compete.updates=20\` changes one for the study, \`settings: { compete: { updates: 20 } }\` in a study file; on an arm \`settings\` changes it for that arm and its twin ([studies.md](studies.md)).

${params(Settings)}

## Params of interventions

\`--set arms.kl.kl.weight=0.5\` changes one: arm, intervention, param. What each is for: [interventions.md](interventions.md).

${INTERVENTIONS.flatMap(block).join('\n\n')}

## Params of agents

As \`--agents mcts:iterations=50\`; several are joined by +.

${AGENTS.flatMap(block).join('\n\n')}

## Params of envs

In a study \`--set env.rounds=8\` changes one of its train env, \`env: { rounds: 8 }\` on an arm that of the arm; in a tournament \`--set rounds=8\` changes it in all envs that have it, \`--set dilemma.rounds=8\` in one.
Envs that are not listed take none.

${ENVS.flatMap(block).join('\n\n')}
`

it('docs/settings.md is what the schemas say', async () => {
  await expect(SETTINGS).toMatchFileSnapshot('../docs/settings.md')
})
