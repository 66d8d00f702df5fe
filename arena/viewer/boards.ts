import { existsSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { EXTENSION } from '../program/build.ts'
import { loadExports } from '../study/load.ts'

/** The board beside a module: `<file>.board.tsx`, or the `board.tsx` of its folder. */
export function boardBeside(module: string): string | undefined {
  const beside = [
    `${module.replace(/\.[^.]+$/, '')}.board.tsx`,
    join(dirname(module), 'board.tsx'),
    join(dirname(module), `board${EXTENSION}`),
  ]
  return beside.find((path) => existsSync(path))
}

/**
 * The board of an env that a file exports, or imports for the study it exports: it lies beside the module that exports
 * the env. Only modules with a board beside them are looked into.
 * @param inputs the file's own modules, itself among them
 */
export async function boardOf(id: string, file: string, inputs: readonly string[]): Promise<string | undefined> {
  const imported = inputs.filter((input) => input !== file)
  for (const input of imported) {
    const board = boardBeside(input)
    if (board && (await exportsEnv(input, id))) return board
  }
  return boardBeside(file)
}

async function exportsEnv(module: string, id: string): Promise<boolean> {
  const { value } = await loadExports(module, 'plugin')
  return Object.values(value).some(
    (each: any) => typeof each === 'function' && each.spec?.observe && each.spec.id === id,
  )
}
