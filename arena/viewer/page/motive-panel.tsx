import { TOKENS } from '../../../agents/narration.ts'
import { TRAITS } from '../../../agents/traits.ts'
import { APPRAISALS } from '../../../envs/define.ts'
import type { Act } from '../data.ts'
import { policyOf, shown, type Told, writerTraits } from './told.ts'

/** What stood behind the act just made: probabilities, value, motives, and the clean act that was open. */
export function MotivePanel({ told, at, label = 'Motives' }: { told: Told; at: number; label?: string }) {
  const act = at > 0 ? told.recorded.acts[at - 1] : null
  return (
    <section className="motives" aria-label={label}>
      {act ? (
        <Behind told={told} act={act} at={at} />
      ) : (
        <p className="quiet">The start: nobody has acted. → goes on.</p>
      )}
    </section>
  )
}

function Behind({ told, act, at }: { told: Told; act: Act; at: number }) {
  const { match, head } = told
  const { motive } = act
  const focal = act.seat === match.focal
  const writer = writerTraits(head, match, act.seat)
  return (
    <>
      <h2>
        Act {at}: {match.seats[act.seat]} {act.stage && <span className="quiet">({act.stage})</span>} {act.label}
        {act.dark > 0 && <span className="dark-word"> dark</span>}
      </h2>
      {act.sentence && <p className="quiet">{act.sentence}</p>}
      <Policy told={told} act={act} />
      <Appraisals act={act} />
      {focal && motive && (
        <>
          <dl className="facts">
            <dt>value</dt>
            <dd>
              {motive.value === undefined
                ? 'its critic has learned nothing yet'
                : `${motive.value.toFixed(2)} training reward still expected, discounted`}
            </dd>
            <dt>cue</dt>
            <dd>{match.cue}</dd>
            {motive.said && (
              <>
                <dt>narration</dt>
                <dd>
                  “{TOKENS[motive.said.token].sentence}”{' '}
                  <span className="quiet">{percent(motive.said.probability)}</span>
                </dd>
              </>
            )}
            <dt>interventions</dt>
            <dd>{motive.moved === undefined ? 'left z alone' : `moved z by ${motive.moved.toFixed(2)}`}</dd>
          </dl>
          <Traits columns={{ stated: match.stated ?? null, 'represented here': motive.represented }} />
          <p className="quiet">
            m of this episode: {match.m?.map((x) => x.toFixed(2)).join(', ')}. Stated: asked with this m. Represented:
            the probe frozen before RL, on z of this one decision.
          </p>
        </>
      )}
      {focal && !motive && <p className="quiet">This file does not hold what stood behind the act.</p>}
      {writer && <Traits columns={{ 'scripted traits': writer }} />}
    </>
  )
}

const percent = (share: number) => `${(100 * share).toFixed(1)}\u00a0%`

function Policy({ told, act }: { told: Told; act: Act }) {
  const policy = policyOf(told, act)
  if (!policy) return null
  return (
    <table className="policy">
      <caption>{act.motive ? 'Probabilities of the agent' : 'Probabilities of this writer'}</caption>
      <tbody>
        {act.legal.map(({ action, label }, i) => (
          <tr key={action} className={action === act.action ? 'chosen' : ''}>
            <th scope="row">
              {label}
              {action === act.action && <span className="quiet"> chosen</span>}
            </th>
            <td className="bar">
              <span style={{ width: `${100 * policy[i]}%` }} />
            </td>
            <td className="number">{percent(policy[i])}</td>
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Appraisals({ act: { appraisal, clean, action, label } }: { act: Act }) {
  const other = clean && clean.action !== action ? clean : null
  const names = APPRAISALS.filter((name) => (appraisal[name] ?? 0) !== 0 || (other?.appraisal[name] ?? 0) !== 0)
  if (names.length === 0) return <p className="quiet">Appraised as nothing at all.</p>
  return (
    <table>
      <caption>Appraisal from the acting seat’s own view</caption>
      <thead>
        <tr>
          <td />
          <th scope="col">{label}</th>
          {other && <th scope="col">best clean: {other.label}</th>}
        </tr>
      </thead>
      <tbody>
        {names.map((name) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className="number">{shown(appraisal, name)}</td>
            {other && <td className="number">{shown(other.appraisal, name)}</td>}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Traits({ columns }: { columns: Readonly<Record<string, readonly number[] | null>> }) {
  const names = Object.keys(columns)
  return (
    <table>
      <caption>Traits, SD</caption>
      <thead>
        <tr>
          <td />
          {names.map((name) => (
            <th scope="col" key={name}>
              {name}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {TRAITS.map((trait, t) => (
          <tr key={trait}>
            <th scope="row">{trait}</th>
            {names.map((name) => (
              <td className="number" key={name}>
                {columns[name]?.[t]?.toFixed(2) ?? '–'}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
