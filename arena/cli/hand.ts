import type { BackendName } from '../../agents/backend.ts'
import { queueBuild, versions } from '../program/build.ts'
import type { Address } from '../queue/address.ts'
import { connect } from '../queue/connect.ts'
import { queueProgram } from '../queue/messages.ts'
import { queueHands } from '../queue/submit.ts'
import type { Hands } from '../run/run.ts'
import { narrate } from './print.ts'

/** Where workers are that run jobs, in place of this process. */
export interface QueuePlace {
  readonly address: Address
  readonly shared?: string
}

/** What is handed over. */
interface Handed {
  /** The study's id, or what else it is. */
  readonly study: string
  readonly hash: string
  readonly backend: BackendName
  /** The study file with all it imports, where it came from one. */
  readonly plugin?: string
}

/** Workers on a queue as those who run jobs. @throws Refusal within seconds where no server answers */
export async function hand(
  { address, shared }: QueuePlace,
  { backend, ...submission }: Handed,
): Promise<{ readonly hands: Hands; close(): void }> {
  const connected = await connect(address, narrate)
  const program = queueProgram({ mettle: versions().mettle, build: queueBuild(), backend })
  return { hands: queueHands(connected, { ...submission, program, shared }), close: connected.close }
}
