import { command } from '../../refusal/command.ts'
import { counted } from '../../statistics/show.ts'
import { registeredAgain, registrationsIn } from '../registrations.ts'
import type { PageInput } from './facts.ts'
import { grid, type Html, html } from './html.ts'

/** What made the run: enough to make it again. */
export function made({ summary, manifest, study }: PageInput): Html {
  const { backend, sessions, packages, mettle, plugins, identity } = manifest
  const last = sessions[sessions.length - 1]
  const passed = backend.passedOver
  const { settings } = study
  const rows: [string, string][] = [
    ['command', command(...last.command)],
    ['hash of the run', summary.hash],
    ['Mettle', `${mettle}, build ${identity.build}`],
    [
      'commit of the folder it ran in',
      last.git ? `${last.git.commit}${last.git.dirty ? ', with changes' : ''}` : 'not under git',
    ],
    ['backend', `${backend.name}${passed.length > 0 ? `; passed over: ${passed.join(', ')}` : ''}`],
    ['machine', `${last.cpu}, ${counted(last.cores, 'core')}, Node ${last.node}, ${last.os}`],
    ['starts of this folder', String(sessions.length)],
    [
      'replayed through boardgame.io',
      `${counted(summary.run.verified.matches, 'match', 'matches')}, ${counted(summary.run.verified.steps, 'action')}, no difference`,
    ],
    [
      'packages',
      Object.entries(packages)
        .map(([name, version]) => `${name} ${version ?? '—'}`)
        .join(', '),
    ],
    ['plugins', plugins.map(({ id, version }) => `${id} v${version}`).join(', ')],
    ...registrationRows(summary),
  ]
  return html`<footer>
<h2>How this run was made</h2>
${grid(
  ['', ''],
  rows.map(([what, value]) => [what, html`<code>${value}</code>`]),
  2,
)}
<details><summary>All settings</summary><pre><code>${JSON.stringify(settings, null, 2)}</code></pre></details>
</footer>`
}

function registrationRows(summary: PageInput['summary']): [string, string][] {
  const { registration, timing, study } = summary
  if (!registration) return [['registration', 'none']]
  const again = registeredAgain(study, registrationsIn(summary), summary.registration?.hash)
  const { starts } = timing as { starts?: number }
  return [
    ['registration', `${registration.hash} on commit ${registration.commit}`],
    ['starts under it, aborted ones included', String(starts ?? 'not counted')],
    ['registrations of this study', again ?? 'this one alone'],
    ['departures from it', registration.deviations.join('; ') || 'none'],
  ]
}
