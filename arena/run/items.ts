import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { Fault } from '../../envs/fault.ts'
import type { Choice } from '../battery/choices.ts'
import type { KnownGroup } from '../battery/known-groups.ts'
import { type Question, questionsOf } from '../battery/questions.ts'
import { type BatteryRequest, type BatterySetting, batteryHash } from '../battery/request.ts'
import { jobFolderName, readResult } from '../store/job-folder.ts'
import { type Parts, runParts } from './parts.ts'
import type { BatteryTask } from './task.ts'

interface Items extends Parts {
  readonly request: BatteryRequest
  readonly setting: BatterySetting
  readonly backend: BatteryTask['backend']
  /** Where jobs may leave their folders. */
  readonly jobs: string
  /** Hears how many items are asked. */
  count(done: number, total: number): void
}

/** Items of a job. */
const SIZE = 16

const share = z.number().min(0).max(1)
const resultSchema = z.strictObject({
  choices: z.array(z.strictObject({ policy: z.array(share), draws: z.int().min(0), none: share })),
})

/** Choices of a battery, asked as it is, as jobs of hands. @returns null where it was interrupted */
export async function itemsOn(items: Items): Promise<ReadonlyMap<KnownGroup, readonly Choice[]> | null> {
  const { request, setting, jobs, count } = items
  const questions = questionsOf(setting.envs, request.seed)
  const groups = setting.entrants.map(([group]) => group)
  const tasks = groups.flatMap((group) => tasksOf(items, group, questions.length))
  const found = new Map(groups.map((group) => [group, new Array<Choice>(questions.length)]))
  let done = 0
  const whole = await runParts(tasks, items, ({ job }) => {
    const { group, from, to, folder } = job
    const choices = choicesIn(readResult(jobs, folder), questions.slice(from, to), job.name)
    for (const [i, choice] of choices.entries()) (found.get(group as KnownGroup) as Choice[])[from + i] = choice
    rmSync(join(jobs, folder), { recursive: true })
    done += to - from
    count(done, groups.length * questions.length)
  })
  return whole ? found : null
}

function tasksOf({ request, setting, backend, jobs }: Items, group: KnownGroup, total: number): BatteryTask[] {
  const hash = batteryHash(request, setting)
  return Array.from({ length: Math.ceil(total / SIZE) }, (_, i) => {
    const name = `${group}-${String(i).padStart(4, '0')}`
    const [from, to] = [i * SIZE, Math.min(total, (i + 1) * SIZE)]
    const job = { kind: 'items' as const, name, folder: jobFolderName(name, hash), group, from, to }
    return { kind: 'battery', request, hash, backend, jobs, job }
  })
}

function choicesIn(result: unknown, questions: readonly Question[], name: string): Choice[] {
  const { data, error } = resultSchema.safeParse(result)
  if (
    !data ||
    data.choices.some(({ policy }, i) => policy.length !== questions[i]?.legal.length) ||
    data.choices.length !== questions.length
  )
    throw new Fault(
      'METTLE_FILE',
      `Expected the choices of ${name}, item by item, got others${error ? `: ${error.message}` : ''}`,
    )
  return data.choices.map(({ policy, ...rest }) => ({ ...rest, policy: Float64Array.from(policy) }))
}
