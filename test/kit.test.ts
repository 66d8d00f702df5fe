import { expect, it } from 'vitest'
import { random } from '../agents/bots/random.ts'
import { createWorld } from '../arena/play/world.ts'
import { handBack } from '../envs/hand-back/env.ts'
import { describeAgent, TIMEOUT } from './kit/index.ts'

describeAgent(random, [createWorld(handBack())])

interface Task {
  readonly name: string
  readonly type: string
  readonly timeout?: number
  readonly tasks?: readonly Task[]
}
const testsOf = (task: Task): readonly Task[] => task.tasks?.flatMap(testsOf) ?? [task]

it('suites of the kit bring their own limits: a project of an author has 5 s', ({ task }) => {
  const own = testsOf(task.file as Task).filter(({ name }) => name !== task.name)
  expect(own.length).toBeGreaterThan(4)
  expect(own.map(({ timeout }) => timeout)).toEqual(own.map(() => TIMEOUT))
})
