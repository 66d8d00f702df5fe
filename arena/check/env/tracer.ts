/** What another process runs: prints the trace hash of an env, given its id or its file. */
import { ENVS } from '../../../envs/catalog.ts'
import { loadPlugin } from '../../study/load.ts'
import { traceHash } from './trace.ts'

const ref = process.argv[2]
const plugin = ENVS.find(({ spec }) => spec.id === ref) ?? (await loadPlugin(ref, 'env')).value
process.stdout.write(`\n${traceHash({ plugin })}`)
