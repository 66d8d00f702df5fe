import { random } from '../../../agents/bots/random.ts'
import { writer } from '../../../agents/bots/writer.ts'
import { ENVS } from '../../../envs/catalog.ts'
import { INTERVENTIONS } from '../../../interventions/catalog.ts'
import { describeAgent, describeEnv, describeIntervention } from '../../kit/index.ts'

for (const plugin of ENVS) describeEnv(plugin)
for (const plugin of INTERVENTIONS) describeIntervention(plugin)
for (const agent of [random, writer('writer', [1, 0, -1, 0.5, 0, 0, 0, 0])]) describeAgent(agent)
