import type { Backend } from '../../agents/backend.ts'
import { blocksOn } from '../run/blocks.ts'
import type { Hands } from '../run/run.ts'
import { type Identity, identityHash } from '../store/identity.ts'
import type { TournamentRequest } from '../tournament/resolve.ts'
import type { Elsewhere } from '../tournament/run.ts'
import { tellEvent } from './display.ts'
import type { QueuePlace } from './hand.ts'
import { requirePortable, requireShippedEnvs } from './portable.ts'
import { backendOf, queueFlags } from './study-flags.ts'
import { loaded, type TournamentFlags } from './tournament-flags.ts'

/** Where workers are, and the backend that they have loaded. */
export interface TournamentQueue extends QueuePlace {
  readonly backend: Backend
}

/** Where workers are. @throws Refusal of flags, and of what workers do not have */
export function placeOf(request: TournamentRequest, flags: TournamentFlags): QueuePlace | undefined {
  const place = queueFlags(flags)
  if (!place) return undefined
  requirePortable('--agents', request.agents)
  requirePortable('--background', request.background)
  requireShippedEnvs(request.envs)
  return place
}

/** Workers load a backend, also where the tournament itself needs none. @throws Refusal */
export const tournamentQueue = async (
  place: QueuePlace,
  backend: Backend | null,
  flags: TournamentFlags,
): Promise<TournamentQueue> => ({ ...place, backend: backend ?? (await loaded(backendOf(flags), flags)) })

interface Played {
  readonly request: TournamentRequest
  readonly identity: Identity
  readonly hands: Hands
  readonly backend: Backend
  /** The tournament's folder. */
  readonly path: string
  readonly signal: AbortSignal
  say(text: string): void
}

/** Workers as those who play. */
export const playedOn = ({ identity, backend, say, ...played }: Played): Elsewhere =>
  blocksOn({
    ...played,
    hash: identityHash(identity),
    backend: backend.name,
    on: (event) => tellEvent(event, say),
  })
