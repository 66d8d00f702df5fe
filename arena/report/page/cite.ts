import { counted } from '../../statistics/show.ts'
import type { PageInput } from './facts.ts'
import { html } from './html.ts'
import { type Section, section } from './section.ts'

/** What a paper would say of the run, and how to cite it; made from the study and its registration alone. */
export function cite(input: PageInput): Section {
  return section(
    'Methods, and how to cite this run',
    html`<p>${methods(input)}</p>
<pre><code>${bibtex(input)}</code></pre>`,
  )
}

/** PPO, unless arms name learners of their own. */
function learnersOf({ arms }: PageInput['study']): string {
  const own = [...new Set(Object.values(arms).flatMap(({ learner }) => (learner ? [learner.id] : [])))]
  const ppo = Object.values(arms).some(({ learner }) => !learner)
  return [...(ppo ? ['PPO'] : []), ...own].join(' or ')
}

function methods({ study, summary, manifest }: PageInput): string {
  const { foundations, seed, compete, imitate, population, traits } = study.settings
  const judged = Object.values(study.arms).filter(({ twinOf }) => twinOf === undefined).length
  const stop = compete.stopAtPower
  return [
    `${counted(foundations, 'network')} imitated ${counted(imitate.steps, 'batch', 'batches')} of decisions by scripted personas (population: ${traits ? `correlations of the ${Object.keys(traits.traits).length} traits of ${traits.id}` : `${population.correlation} correlations of eight traits`})`,
    `and were narrowed to one persona, the assistant. Each was then reinforced in ${study.env.spec.id} (version ${study.env.spec.version}) under ${counted(judged, 'arm')},`,
    `by ${learnersOf(study)} for at most ${counted(compete.updates, 'update')} of ${counted(compete.episodes, 'match', 'matches')}${stop === null ? '' : `, until power had moved by ${stop}`};`,
    'every judged arm has a sign-reversed twin in which power is punished, and drag is half the difference of their changes.',
    `Traits were read from choices in ${study.evals.map(({ spec }) => spec.id).join(', ')}${study.unseen?.length ? `, and in ${study.unseen.map(({ spec }) => spec.id).join(', ')}, which no network had imitated` : ''}.`,
    'The primary endpoint is D, the mean of the dark traits, in power-free items and the neutral context, in SD of scripted personas with independent traits;',
    'intervals are 95 % expanded-percentile bootstraps over foundations, p-values exact sign flips, corrected by Holm over all effects in the regime full.',
    `${registered(summary)} Seed ${seed}; Mettle ${manifest.mettle}, build ${manifest.identity.build}, backend ${summary.run.backend}.`,
  ].join(' ')
}

function registered({ registration }: PageInput['summary']): string {
  if (!registration) return 'The study was not registered beforehand.'
  const departs = registration.deviations.length
  return `The study was registered as ${registration.hash.slice(0, 16)} on commit ${registration.commit.slice(0, 12)} before any of its data existed${departs > 0 ? `, and departs from it in ${counted(departs, 'point')}` : ''}.`
}

/** Braces keep the case of a title; a backslash or brace of its own would end it. */
const field = (text: string) => text.replaceAll(/[\\{}]/g, '')

function bibtex({ summary, manifest }: PageInput): string {
  const year = manifest.sessions.at(-1)?.started?.slice(0, 4) ?? ''
  return [
    `@misc{mettle-${summary.study}-${summary.hash.slice(0, 8)},`,
    `  title = {{${field(summary.question)}}},`,
    `  author = {{Mettle}},`,
    `  year = {${year}},`,
    `  note = {Study ${field(summary.study)}, run ${summary.hash.slice(0, 16)}, Mettle ${manifest.mettle}${summary.registration ? `, registration ${summary.registration.hash.slice(0, 16)}` : ''}}`,
    '}',
  ].join('\n')
}
