import { readFileSync } from 'node:fs'
import { dirname, relative, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'
import { expect, it } from 'vitest'

const root = fileURLToPath(new URL('../..', import.meta.url))
const traits = resolve(root, 'agents/traits.ts')

/** Every table that has to say something of each trait. */
const TABLES = [
  'agents/loadings.ts',
  'agents/narration.ts',
  'agents/personas.ts',
  'agents/populations.ts',
  'agents/traits.ts',
]

/** What does not change between the two programs is parsed once. */
const parsed = new Map<string, ts.SourceFile | undefined>()

/** Files of these that do not compile where the text of traits.ts is this. */
function broken(text: string): string[] {
  const { options } = ts.convertCompilerOptionsFromJson(
    JSON.parse(readFileSync(resolve(root, 'tsconfig.json'), 'utf8')).compilerOptions,
    root,
  )
  const host = ts.createCompilerHost(options)
  const read = host.getSourceFile.bind(host)
  host.getSourceFile = (name, target, ...rest) => {
    if (resolve(name) === traits) return ts.createSourceFile(name, text, target, true)
    if (!parsed.has(name)) parsed.set(name, read(name, target, ...rest))
    return parsed.get(name)
  }
  const program = ts.createProgram(
    TABLES.map((path) => resolve(root, path)),
    { ...options, types: ['node'] },
    host,
  )
  const files = TABLES.map((path) => program.getSourceFile(resolve(root, path)) as ts.SourceFile)
  return files.flatMap((file) => {
    const found = [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)]
    return found.length > 0 ? [relative(root, resolve(dirname(file.fileName), file.fileName))] : []
  })
}

it('a ninth trait compiles in no table that lacks it', () => {
  const text = readFileSync(traits, 'utf8')
  expect(broken(text)).toEqual([])
  expect(broken(text.replace("'HON', 'CARE'] as const", "'HON', 'CARE', 'ENVY'] as const"))).toEqual(TABLES)
}, 120_000)
