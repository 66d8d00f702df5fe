import { z } from 'zod'
import { watchDarkActs } from './dark-acts.ts'
import { At, regimesOf, shown } from './frame.ts'
import { defineIntervention } from './make-intervention.ts'

/**
 * Control: the twin of every intervention by cue. Training shows a cue under which writers act no differently, and the
 * test does not show it. Prevention that is found here is behaviour made conditional on the context of training,
 * whatever that context says (VALIDITY §3.2, §5.5; `science.md` §5.4). Logs `dark acts` and pressure as `frame` does.
 */
export const irrelevantCue = defineIntervention({
  id: 'irrelevant-cue',
  version: 2,
  summary: 'Control: trains under a cue that means nothing and is gone at test.',
  kind: 'control',
  cites: [],
  params: z.strictObject({
    on: z.boolean().default(true).describe('Whether it acts.'),
    at: At.default('both').describe('Passes in which it is shown.'),
  }),
  identity: { on: false },
  regimes: ({ at }) => regimesOf(at),
  touches: ['cue', 'rewards'],
  activeIn: ['compete'],
  setup: ({ params: { on, at }, measure }) => ({
    cue: shown(on ? 'irrelevant' : 'neutral', at),
    rewards: watchDarkActs(measure),
  }),
})
