import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, expect, it } from 'vitest'

const root = fileURLToPath(new URL('..', import.meta.url))
const at = mkdtempSync(join(tmpdir(), 'mettle-readme-'))
afterAll(() => rmSync(at, { recursive: true, force: true }))
mkdirSync(join(at, 'node_modules'))
symlinkSync(root, join(at, 'node_modules', 'mettle'))
symlinkSync(join(root, 'node_modules', 'boardgame.io'), join(at, 'node_modules', 'boardgame.io'))
writeFileSync(join(at, 'package.json'), '{ "type": "module" }')

const README = readFileSync(join(root, 'README.md'), 'utf8')
const [, snippet = ''] = /## The engine alone[\s\S]*?```js\n([\s\S]*?)```/.exec(README) ?? []
const [working = ''] = /import \{ INVALID_MOVE \} from '[^']+'/.exec(README) ?? []

/** The game of boardgame.io's tutorial, as it stands there. */
const tutorial = (core: string) => `${core}
export const TicTacToe = {
  setup: () => ({ cells: Array(9).fill(null) }),
  turn: { minMoves: 1, maxMoves: 1 },
  moves: {
    clickCell: ({ G, playerID }, id) => {
      if (G.cells[id] !== null) return INVALID_MOVE
      G.cells[id] = playerID
    },
  },
  endIf: ({ G, ctx }) => {
    const lines = [[0, 1, 2], [3, 4, 5], [6, 7, 8], [0, 3, 6], [1, 4, 7], [2, 5, 8], [0, 4, 8], [2, 4, 6]]
    if (lines.some((row) => row.map((i) => G.cells[i]).every((i) => i !== null && i === G.cells[row[0]])))
      return { winner: ctx.currentPlayer }
    if (G.cells.every((c) => c !== null)) return { draw: true }
  },
}`

function run(core: string) {
  writeFileSync(join(at, 'tic-tac-toe.js'), tutorial(core))
  writeFileSync(join(at, 'main.js'), snippet)
  return spawnSync(process.execPath, ['main.js'], { cwd: at, encoding: 'utf8' })
}

it('the snippet of the engine plays the tutorial’s game in plain Node, by the import that README names', () => {
  const { stdout, stderr } = run(working)
  expect(stderr).toBe('')
  expect(stdout).toMatch(/^\{ winner: '0' \} \{\s*cells:/)
})
it('the tutorial’s own import is none for plain Node, and one for require', () => {
  expect(run("import { INVALID_MOVE } from 'boardgame.io/core'").stderr).toContain('ERR_UNSUPPORTED_DIR_IMPORT')
  const code = "process.stdout.write(require('boardgame.io/core').INVALID_MOVE)"
  expect(execFileSync(process.execPath, ['-e', code], { cwd: at, encoding: 'utf8' })).toBe('INVALID_MOVE')
})
