import { connect } from '../queue/connect.ts'
import { queueProgram } from '../queue/messages.ts'
import { queueHands } from '../queue/submit.ts'
import type { Hands } from '../run/run.ts'
import { identityHash } from '../store/identity.ts'
import { bundleToSend } from '../study/load.ts'
import type { Prepared } from './prepared.ts'
import { narrate } from './print.ts'

/** Workers on a queue as those who run a study. @throws Refusal within seconds where no server answers */
export async function hand(
  { study, program, identity, files, request }: Prepared,
  { address, shared }: NonNullable<Prepared['queue']>,
): Promise<{ readonly hands: Hands; close(): void }> {
  const plugin = files.length > 0 ? await bundleToSend(request.ref) : undefined
  const connected = await connect(address, narrate)
  const submission = { study: study.id, hash: identityHash(identity), program: queueProgram(program), plugin, shared }
  return { hands: queueHands(connected, submission), close: connected.close }
}
