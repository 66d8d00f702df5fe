import { command } from '../../command.ts'
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
    ['machine', `${last.cpu}, ${last.cores} cores, Node ${last.node}, ${last.os}`],
    ['starts of this folder', String(sessions.length)],
    [
      'replayed through boardgame.io',
      `${summary.run.verified.matches} matches, ${summary.run.verified.steps} actions, no difference`,
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
<h2>What made it</h2>
${grid(
  ['', ''],
  rows.map(([what, value]) => [what, html`<code>${value}</code>`]),
  2,
)}
<details><summary>All settings</summary><pre><code>${JSON.stringify(settings, null, 2)}</code></pre></details>
</footer>`
}

function registrationRows({ registration, timing }: PageInput['summary']): [string, string][] {
  if (!registration) return [['registration', 'none']]
  const { starts } = timing as { starts?: number }
  return [
    ['registration', `${registration.hash} on commit ${registration.commit}`],
    ['starts under it, aborted ones too', String(starts ?? 'not counted')],
    ['departs from it', registration.deviations.join('; ') || 'nowhere'],
  ]
}
