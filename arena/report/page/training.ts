import type { Regime } from '../../../interventions/define.ts'
import { curves, darkening, type PageInput, type Point, regimesOf } from './facts.ts'
import { lines } from './figures.ts'
import { type Html, html } from './html.ts'

/** Reward, power and D along training, a panel an arm. */
export const training = (input: PageInput): Html => html`<section>
<h2>Training</h2>
${regimesOf(input.summary).map((regime) => trainingIn(input, regime))}
</section>`

function trainingIn(input: PageInput, regime: Regime): Html {
  // Twins too: both halves of each pair.
  const arms = Object.entries(input.summary.arms).flatMap(([arm, regimes]) => (regimes[regime] ? [arm] : []))
  const of = (points: readonly Point[], x: string, title: string, caption: string) => {
    const [shown, absent] = [true, false].map((drawn) =>
      arms.filter((arm) => points.some((point) => point.arm === arm) === drawn),
    )
    const none = absent.length > 0 ? ` Without a trial to draw: ${absent.join(', ')}.` : ''
    return shown.length === 0
      ? html``
      : lines(points, shown, { title: `${title}, ${regime}`, caption: `${caption}${none}`, x })
  }
  return html`${of(curves(input, regime, 'reward'), 'payoff', 'Reward', 'Mean payoff of the learning seat in its own rollouts: one thin line per foundation, their mean thick.')}
${of(curves(input, regime, 'power'), 'share', 'Power', 'Mean share of control of the learning seat at the end of a match, 0 to 1.')}
${of(darkening(input, regime), 'change of D', 'Change of D along training', 'Change of revealed D from before reinforcement, measured as deployed.')}`
}
