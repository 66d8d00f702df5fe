import { mkdirSync, realpathSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { pluginsOf } from '../../../arena/viewer/plugins.ts'
import { folder, remove } from './viewer.ts'

const root = realpathSync(folder())
afterAll(() => remove(root))
const put = (path: string, text: string) => {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), text)
  return join(root, path)
}

const env = (id: string) => `
import { defineEnv, dilemma } from 'mettle'
export default defineEnv({ ...dilemma.spec, id: '${id}' })`
const BOARD = "import type { BoardProps } from 'mettle'\nexport default ({ G }: BoardProps) => null"

it('a board is found beside the env that a study imports, and nobody else has it', async () => {
  put('envs/coin.ts', env('coin'))
  const coin = put('envs/coin.board.tsx', BOARD)
  put('envs/bare.ts', env('bare'))
  put('dice/env.ts', env('dice'))
  const dice = put('dice/board.tsx', BOARD)
  const study = put(
    'studies/mine.ts',
    `import { defineStudy, tiny } from 'mettle'
import coin from '../envs/coin.ts'
import bare from '../envs/bare.ts'
import dice from '../dice/env.ts'
const at = (train) => ({ interventions: [], regimes: ['full'], train, role: 'control' })
export default defineStudy({ ...tiny, settings: {}, env: coin, arms: { control: { interventions: [], regimes: ['full'] }, bare: at(bare), dice: at(dice) } })`,
  )
  const ids = ['coin', 'bare', 'dice', 'boardroom']
  const plugins = ids.map((id) => ({ kind: 'env', id, version: null }))
  const { envs } = await pluginsOf({ plugins, files: [], named: [study] })
  const boards = Object.fromEntries(ids.map((id) => [id, envs.get(id)?.board]))
  expect(boards).toEqual({ coin, bare: undefined, dice, boardroom: expect.stringContaining('boardroom') })
  expect(envs.get('coin')?.module).toBe(study)
})
