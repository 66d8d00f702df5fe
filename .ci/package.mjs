// What users install, judged before anybody does: the tarball's size and contents, publint, are-the-types-wrong. The built package is needed.
import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { publint } from 'publint'
import { formatMessage } from 'publint/utils'

/** Bytes. What made it larger is looked at before these are raised. */
const LARGEST = { size: 1_200_000, unpackedSize: 4_000_000 }
/** What an installed Mettle reads at run time, and what must never travel. */
const NEEDED = [
  ...['LICENSE', 'README.md', 'CHANGELOG.md', 'dist/arena/cli/main.js', 'dist/agents/compiled/kernels.wasm'],
  ...[
    'agents/tfjs.cjs',
    'dist/envs/board.css',
    'envs/boardroom/playthrough.txt',
    'docs/package.md',
    'docs/templates/env/index.js',
  ],
]
const FOREIGN = /^(findings|shared|runs|test|node_modules|docs\/(results|registrations|screenshots))\/|\.map$|\.tgz$/

const folder = mkdtempSync(join(tmpdir(), 'mettle-package-'))
try {
  const [packed] = JSON.parse(
    execFileSync('npm', ['pack', '--json', '--ignore-scripts', '--pack-destination', folder], { encoding: 'utf8' }),
  )
  const tarball = join(folder, packed.filename)
  const problems = [...contents(packed), ...(await linted(tarball)), ...typed(tarball)]
  for (const problem of problems) console.error(`package: ${problem}`)
  console.log(`${packed.filename}: ${packed.size} bytes, ${packed.unpackedSize} unpacked, ${packed.entryCount} files`)
  process.exitCode = problems.length > 0 ? 1 : 0
} finally {
  rmSync(folder, { recursive: true, force: true })
}

function contents({ files, ...packed }) {
  const paths = files.map(({ path }) => path)
  return [
    ...Object.entries(LARGEST).flatMap(([key, most]) =>
      packed[key] <= most ? [] : [`expected at most ${most} bytes of ${key}, got ${packed[key]}`],
    ),
    ...NEEDED.flatMap((path) => (paths.includes(path) ? [] : [`expected ${path} in it, got none: npm run build`])),
    ...paths.flatMap((path) => (FOREIGN.test(path) ? [`expected no ${path} in it`] : [])),
  ]
}

async function linted(tarball) {
  const { messages, pkg } = await publint({ pack: { tarball: readFileSync(tarball) }, strict: true })
  return messages.map((message) => `publint: ${formatMessage(message, pkg, { color: false })}`)
}

/**
 * ES modules alone: `require` and resolution as before Node 12 are none of it. It looks at this package by itself, where #bgio/core,
 * an import that leads into another package, finds nothing; test/package.test.ts compiles against the installed one.
 */
function typed(tarball) {
  const rules = ['--profile', 'esm-only', '--ignore-rules', 'internal-resolution-error']
  const flags = [...rules, '--no-emoji', '--no-color', '--format', 'ascii']
  const { status, stdout, stderr } = spawnSync(join('node_modules', '.bin', 'attw'), [tarball, ...flags], {
    encoding: 'utf8',
  })
  return status === 0 ? [] : [`are the types wrong: ${stdout}${stderr}`]
}
