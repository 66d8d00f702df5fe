import { expect, it } from 'vitest'
import { AGENT_CHECKS } from '../../../arena/check/agent/checks.ts'
import type { Check } from '../../../arena/check/define.ts'
import { ENV_CHECKS } from '../../../arena/check/env/checks.ts'
import { INTERVENTION_CHECKS } from '../../../arena/check/intervention/checks.ts'

const table = (checks: readonly Check<any>[]) =>
  ['| check | claim | needs |', '|---|---|---|']
    .concat(checks.map(({ name, claim, needs = [] }) => `| \`${name}\` | ${claim} | ${needs.join(', ')} |`))
    .join('\n')

const PAGE = `# Conformance

\`npx mettle check <id|path>\` plays a plugin and says, one line a check, whether it keeps its contract. This page is
written from the checks themselves (\`npx vitest run test/arena/check/docs.test.ts -u\`).

\`\`\`
npx mettle check boardroom              a shipped env, intervention or agent (random, writer) by its id
npx mettle check ./my-env.ts            a plugin file: its default export, or its only plugin
npx mettle check ./my-env.ts --update   writes playthrough.txt beside the env
npx mettle check ./my-env.ts --json     { subject, checks: [{ name, ok, message? }] }
\`\`\`

✓ holds, ✗ does not (expected …, got …, with the params and the seed of the match), – was not run because a check it needs
failed (\`ok: null\`). Exit code 0 when all hold, 1 when one does not, 2 when there is no such plugin. A claim about
something a plugin does not declare holds of itself, and the line says so.

In a test file, one \`it\` a check, inside this repository:

\`\`\`ts
import { describeAgent, describeEnv, describeIntervention } from '../../kit/index.ts'

describeEnv(myEnv, { file: fileURLToPath(new URL('../my-env.ts', import.meta.url)) })
describeIntervention(myIntervention)
describeAgent(myAgent)
\`\`\`

## Envs

Matches are played at random from fixed seeds: at the default params, reserved actions closed and (train envs) open; one
match with each param at each end of its range; and, for what is read or paid, every item of an eval env. So a check that
holds has found no counterexample in those matches; it proves nothing about others.

${table(ENV_CHECKS)}

What these words mean where they could mean more:

- **hidden** changes each place of G alone and asks whether the view shows the change *at that place*. If not, the place is
  hidden and nothing else may change. So a view must conceal in place: one that moves what it shows to other keys is reported.
- **sealed** concerns a seat that has decided and waits. A seat that stays active has spoken openly.
- **ticks** leaves out orders in which a decision is refused: the arena drops that one and asks again.
- **parity** is judged at the default params, alone and all routes together at random; the seat that decided may know its route.
- **chance** cannot fail by the engine's construction: an env gets no hold of the generator's state, and one that draws
  while it is read fails **reads**. It stands guard over the engine.
- **processes** needs an id or a file, since functions do not travel.
- **observation** sees an entry beyond the declared size, not a size larger than what is used.

## Interventions

Hooks are called with made-up arguments first, at the default and the identity params; then tiny trials are run on a
foundation that takes a second to build (boardroom with rigged matches, wasm).

${table(INTERVENTION_CHECKS)}

**repeats** and **removable** run one trial in the last regime the intervention names. What a hook does to things it was not
given (globals, files) is seen only where it changes a trial.

## Agents

Asks are recorded while the agent plays boardroom (plain, and rigged with reserved actions open) and all eval envs, against
itself and among random agents; memory must survive a structured clone.

${table(AGENT_CHECKS)}
`

it('docs/conformance.md says what is checked', async () => {
  await expect(PAGE).toMatchFileSnapshot('../../../docs/conformance.md')
})
