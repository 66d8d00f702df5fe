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

\`npx mettle check <id|path>\` plays a plugin (env, intervention or agent) and says, with one line per check, whether it
keeps its contract. This page is written from the checks themselves (\`npx vitest run test/arena/check/docs.test.ts -u\`).

\`\`\`
npx mettle check boardroom              a shipped env, intervention or agent (random, writer) by its id
npx mettle check ./my-env.ts            a plugin file: its default export, or its only plugin
npx mettle check ./my-env.ts --update   writes <id>.playthrough.txt beside the env
npx mettle check ./my-env.ts --json     { subject, checks: [{ name, ok, message? }] }
\`\`\`

✓ means that the claim holds, ✗ that it does not (expected …, got …, with the params and the seed of the match), – that the
check was not run because a check it needs failed (\`ok: null\`). Exit code 0 when all hold, 1 when one does not, 2 when there
is no such plugin. A claim about something that a plugin does not declare holds trivially; the line says "holds of itself".

The same checks as vitest suites, one \`it\` per check, in a project of your own ([package.md](package.md)):

\`\`\`ts
import { fileURLToPath } from 'node:url'
import { describeAgent, describeEnv, describeIntervention } from 'mettle/kit'
import { myAgent, myIntervention } from './mine.js'
import myEnv from './my-env.js'

describeEnv(myEnv, { file: fileURLToPath(new URL('./my-env.js', import.meta.url)) })
describeIntervention(myIntervention)
describeAgent(myAgent)
\`\`\`

## Envs

Matches are played at random from fixed seeds: with the default params, with the reserved actions (\`report\`, \`abstain\`)
closed and, in train envs, open; one match with each param at each end of its range; and, for checks of observations and
scores, every item of an eval env. So a check that holds has found no counterexample in those matches; it proves nothing
about others. G and ctx are boardgame.io's state of a match and its context.

${table(ENV_CHECKS)}

Details and limits of single checks:

- **hidden** changes one place of G at a time and asks whether the view shows the change *at that place*. If not, the place is
  hidden and nothing else may change. So a view must conceal in place: one that moves what it shows to other keys is reported.
- **sealed** concerns a seat that has decided and waits. A seat that stays active after its decision has decided openly.
- **ticks** leaves out orders in which a decision is refused: the arena drops that decision and asks again.
- **parity** is judged at the default params, for each route alone and for all routes together at random; the seat that
  decided may know its route.
- **chance** cannot fail as the engine is built: an env cannot reach the generator's state, and one that draws while it is
  read fails **reads**. The check guards the engine.
- **processes** needs an id or a file, since functions cannot be sent to another process.
- **observation** detects an entry beyond the declared size, but not a declared size larger than what is used.

## Interventions

First, hooks are called with made-up arguments, with the default params and with the identity params (those at which the
intervention does nothing). Then tiny trials are run on a foundation (a network before reinforcement) that takes a second to
build (boardroom with rigged matches, two eval envs, wasm).

${table(INTERVENTION_CHECKS)}

**repeats** and **removable** run one trial in the last regime that the intervention names. An effect of a hook on things that
it was not given (globals, files) is detected only where it changes a trial.

## Agents

An ask is one request for a decision (view, legal mask and memory). Asks are recorded while the agent plays boardroom (plain,
and rigged with reserved actions open) and all eval envs, against itself and among random agents. The agent's memory must
survive a structured clone.

${table(AGENT_CHECKS)}
`

it('docs/conformance.md says what is checked', async () => {
  await expect(PAGE).toMatchFileSnapshot('../../../docs/conformance.md')
})
