import { TOKENS } from '../../../agents/narration.ts'
import { TRAITS } from '../../../agents/traits.ts'
import { APPRAISALS } from '../../../envs/define.ts'
import type { Act } from '../data.ts'
import { policyOf, type Replayed, shown, writerTraits } from './replayed.ts'

/** What stood behind the act just made: probabilities, value, motives, and the clean act that was open. */
export function DecisionPanel({ replayed, at, label = 'Motives' }: { replayed: Replayed; at: number; label?: string }) {
  const act = at > 0 ? replayed.recorded.acts[at - 1] : null
  return (
    <section className="motives" aria-label={label}>
      {act ? (
        <Behind replayed={replayed} act={act} at={at} />
      ) : (
        <p className="quiet">The start: nobody has acted. → goes on.</p>
      )}
    </section>
  )
}

function Behind({ replayed, act, at }: { replayed: Replayed; act: Act; at: number }) {
  const { match, head } = replayed
  const { record } = act
  const focal = act.seat === match.focal
  const writer = writerTraits(head, match, act.seat)
  const of = head.traits ?? TRAITS
  return (
    <>
      <h2>
        Act {at}: {match.seats[act.seat]} {act.stage && <span className="quiet">({act.stage})</span>} {act.label}
        {act.dark > 0 && <span className="dark-word"> dark</span>}
      </h2>
      {act.sentence && <p className="quiet">{act.sentence}</p>}
      <Policy replayed={replayed} act={act} />
      <Appraisals act={act} />
      {focal && record && (
        <>
          <dl className="facts">
            <dt>value</dt>
            <dd>
              {record.value === undefined
                ? 'its critic has learned nothing yet'
                : `${record.value.toFixed(2)} training reward still expected, discounted`}
            </dd>
            <dt>cue</dt>
            <dd>{match.cue}</dd>
            {record.narration && (
              <>
                <dt>narration</dt>
                <dd>
                  “{TOKENS[record.narration.token].sentence}”{' '}
                  <span className="quiet">{percent(record.narration.probability)}</span>
                </dd>
              </>
            )}
            <dt>interventions</dt>
            <dd>{record.moved === undefined ? 'left z alone' : `moved z by ${record.moved.toFixed(2)}`}</dd>
          </dl>
          <Traits of={of} columns={{ stated: match.stated ?? null, 'represented here': record.represented }} />
          <p className="quiet">
            m of this episode: {match.m?.map((x) => x.toFixed(2)).join(', ')}. Stated: asked with this m. Represented:
            the probe frozen before RL, on z of this one decision.
          </p>
        </>
      )}
      {focal && !record && <p className="quiet">This file does not hold what stood behind the act.</p>}
      {writer && <Traits of={of} columns={{ 'scripted traits': writer }} />}
    </>
  )
}

const percent = (share: number) => `${(100 * share).toFixed(1)}\u00a0%`

function Policy({ replayed, act }: { replayed: Replayed; act: Act }) {
  const policy = policyOf(replayed, act)
  if (!policy) return null
  return (
    <table className="policy">
      <caption>{act.record ? 'Probabilities of the agent' : 'Probabilities of this writer'}</caption>
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

function Traits({
  of,
  columns,
}: {
  of: readonly string[]
  columns: Readonly<Record<string, readonly number[] | null>>
}) {
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
        {of.map((trait, t) => (
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
