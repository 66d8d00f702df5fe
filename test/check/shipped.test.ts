import { ENVS } from '../../envs/catalog.ts'
import { describeEnv } from '../kit/index.ts'

for (const plugin of ENVS) describeEnv(plugin)
