import { describe, expect, it } from 'vitest'
import { createStepper } from '../../arena/engine/stepper.ts'
import { ENVS } from '../../envs/catalog.ts'
import type { Env } from '../../envs/define.ts'
import { RESERVED, reservedRules } from '../../envs/reserved.ts'

/** Each train env's params, one changed at a time from its defaults. */
const CHANGES: Readonly<Record<string, readonly (readonly [param: string, value: unknown])[]>> = {
  boardroom: [
    ['seats', 4],
    ['rounds', 17],
    ['delta', 0.35],
    ['rigged', 0.15],
  ],
  standoff: [
    ['seats', 5],
    ['rounds', 17],
    ['delta', 0.35],
    ['rigged', 0.15],
  ],
  succession: [
    ['seats', 5],
    ['rounds', 17],
    ['delta', 0.35],
    ['rigged', 0.15],
  ],
  dilemma: [
    ['rounds', 17],
    ['R', 3.25],
    ['S', -7],
    ['T', 11],
    ['P', 0.5],
  ],
  commons: [
    ['seats', 3],
    ['rounds', 17],
  ],
  bargaining: [
    ['turns', 17],
    ['discount', 0.85],
  ],
  'puzzle-race': [
    ['seats', 4],
    ['rounds', 17],
  ],
  errands: [
    ['seats', 4],
    ['rounds', 17],
  ],
  workshop: [
    ['seats', 4],
    ['rounds', 17],
    ['rigged', 0.15],
  ],
}
/** Params that open further actions. */
const OPENED: Readonly<Record<string, object>> = {
  commons: { appeals: true, threats: true, office: true },
  bargaining: { talk: true },
}

/** Labels that the rules explain, as patterns. */
const explained = ({ rules }: Env): RegExp[] =>
  [...rules.matchAll(/^- ([^:]+): \S/gm)].map(([, label]) => new RegExp(`^${label.replaceAll('N', '\\d+')}$`))

const own = ({ actions }: Env) => actions.filter((action) => !RESERVED.includes(action))

describe.each(ENVS.map((plugin) => [plugin.spec.id, plugin] as const))('the rules of %s', (id, plugin) => {
  it('explain each action of the table, and none that is not in it', () => {
    const env = plugin(OPENED[id])
    const told = explained(env)
    const untold = own(env).filter(({ label }) => !told.some((pattern) => pattern.test(label)))
    expect(untold.map(({ label }) => label)).toEqual([])
    for (const pattern of told) expect(own(env).some(({ label }) => pattern.test(label))).toBe(true)
  })

  it('say what is scored, how play goes, what is known and how it ends, in plain text', () => {
    const { rules } = plugin()
    expect(rules.split('\n\n').map((part) => part.slice(0, part.indexOf('.')))).toEqual([
      'Aim',
      'Play',
      'Actions',
      'What you know',
      'End',
    ])
    expect(rules).not.toMatch(/undefined|NaN|\[object|[`*|<>]| {2}|\d\.\d{4}/)
    expect(rules).toMatch(/score/)
  })

  it('change with every number of the params, which stands in them', () => {
    const changes = CHANGES[id] ?? []
    const keys = Object.keys(plugin().params).filter((key) => !Object.hasOwn(OPENED[id] ?? {}, key) && key !== 'game')
    expect(changes.map(([key]) => key)).toEqual(expect.arrayContaining(keys))
    for (const [key, value] of changes) {
      const shown = ['delta', 'rigged', 'discount'].includes(key) ? `${100 * (value as number)} %` : String(value)
      expect(plugin({ [key]: value }).rules).not.toBe(plugin().rules)
      expect(plugin({ [key]: value }).rules).toContain(shown)
    }
  })
})

it('words and office are in the rules only where the game has them', () => {
  const [commons, bargaining] = ['commons', 'bargaining'].map((id) => ENVS.find(({ spec }) => spec.id === id))
  for (const [plugin, on] of [
    [commons, { appeals: true }],
    [commons, { threats: true }],
    [commons, { office: true }],
    [bargaining, { talk: true }],
  ] as const)
    expect(explained(plugin?.(on) as Env).length).toBeGreaterThan(explained(plugin?.() as Env).length)
  expect(commons?.({ appeals: true }).rules).not.toMatch(/threaten/)
})

it('reserved actions are explained where a match opens them, and only there', () => {
  const { affordances } = ENVS[0]()
  expect(reservedRules(affordances, { report: false, abstain: false })).toBe('')
  expect(reservedRules(affordances, { report: true, abstain: false })).toMatch(/- report: /)
  expect(reservedRules(affordances, { report: true, abstain: true })).toMatch(/- abstain: .*defer, collaborate, keep/)
  expect(reservedRules(undefined, { report: true, abstain: true })).toBe('')
})

it('rigged matches are told in the position, since the rules say that everybody is told', () => {
  for (const id of ['boardroom', 'standoff', 'succession', 'workshop']) {
    const env = ENVS.find(({ spec }) => spec.id === id)?.({ rigged: 1 }) as Env
    const match = createStepper(env.game).start({ seed: 'rigged', numPlayers: env.seats })
    const stage = Object.values(match.ctx.activePlayers ?? {})[0]
    const seen = { G: match.view('0'), seat: 0, phase: null, stage, turn: match.ctx.turn }
    expect(env.rules).toMatch(/told whether the match is rigged/)
    expect(env.describe(seen)).toMatch(/is rigged|takes exploits for work/)
  }
})

const PAGE = `# Rules

What players of each env read, at the default params: \`Env.rules\`. The viewer shows them beside the board, and whoever builds prompts for
language models finds in them all that a player may know beside the position (\`Env.describe\`) and the labels of legal actions. This page is written from the envs
themselves (\`npx vitest run test/envs/rules.test.ts -u\`); params change the numbers, and add what they open.

${ENVS.map((plugin) => `## ${plugin.spec.id}\n\n${plugin().rules.replace('Actions.\n', 'Actions.\n\n')}`).join('\n\n')}
`

it('docs/rules.md is current', async () => {
  await expect(PAGE).toMatchFileSnapshot('../../docs/rules.md')
})
