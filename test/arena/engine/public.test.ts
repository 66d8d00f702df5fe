import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { promisify } from 'node:util'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../../..', import.meta.url))

/** boardgame.io's own tutorial game. */
const TUTORIAL = `
const won = (cells) => [[0,1,2],[3,4,5],[6,7,8],[0,3,6],[1,4,7],[2,5,8],[0,4,8],[2,4,6]]
  .some(([a, b, c]) => cells[a] !== null && cells[a] === cells[b] && cells[b] === cells[c])
export const TicTacToe = {
  setup: () => ({ cells: Array(9).fill(null) }),
  turn: { minMoves: 1, maxMoves: 1 },
  moves: {
    clickCell: ({ G, playerID }, id) => {
      if (G.cells[id] !== null) return 'INVALID_MOVE'
      G.cells[id] = playerID
    },
  },
  endIf: ({ G, ctx }) => {
    if (won(G.cells)) return { winner: ctx.currentPlayer }
    if (G.cells.every((cell) => cell !== null)) return { draw: true }
  },
}
`

it('the README’s lines simulate an existing game, in plain Node, outside the repository', async () => {
  const dir = await mkdtemp(join(tmpdir(), 'mettle-test-'))
  try {
    const readme = await readFile(join(root, 'README.md'), 'utf8')
    const example = /```js\n(import \{ createStepper \}[\s\S]*?)```/.exec(readme)?.[1] as string
    expect(example.trim().split('\n').filter(Boolean)).toHaveLength(5)
    await writeFile(join(dir, 'package.json'), '{ "type": "module" }')
    await writeFile(join(dir, 'tic-tac-toe.js'), TUTORIAL)
    await writeFile(join(dir, 'main.js'), example)
    await mkdir(join(dir, 'node_modules'))
    await symlink(root, join(dir, 'node_modules', 'mettle'))
    const { stdout } = await promisify(execFile)(process.execPath, ['main.js'], { cwd: dir })
    expect(stdout).toContain("winner: '0'")
  } finally {
    await rm(dir, { recursive: true, force: true })
  }
})
