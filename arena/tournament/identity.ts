import type { Backend } from '../../agents/backend.ts'
import type { Entrant } from '../entrants/entrant.ts'
import { buildHash, versions } from '../program/build.ts'
import type { Identity } from '../store/identity.ts'
import type { Tournament } from './resolve.ts'

const entry = ({ name, kind, params, sha256 }: Entrant) => ({ agent: name, kind, params, ...(sha256 && { sha256 }) })

/** The resolved tournament as JSON: `tournament.json`, and what its hash covers. */
export const described = ({ envs, agents, background, matches, seed, selection, bestResponse }: Tournament) => ({
  id: 'tournament',
  envs: envs.map(({ id, version, params }) => ({ env: id, version, params })),
  agents: agents.map(entry),
  background: background.map(entry),
  matches,
  seed,
  selection,
  bestResponse,
})

/**
 * All that fixes a tournament's numbers, in the shape that run folders know: the tournament stands where a study does.
 * The backend counts only where a network plays.
 */
export function tournamentIdentity(tournament: Tournament, backend: Backend | null): Identity {
  const facts = {
    study: described(tournament),
    backend: backend?.name ?? null,
    mettle: versions().mettle,
    build: buildHash('tournament'),
    files: tournament.files,
  }
  return facts as unknown as Identity
}
