// Says whether this commit can be published, and refuses where not; `npm publish` asks first (prepublishOnly). Nothing here publishes:
// that is the owner's, from a CI job with an identity token, since package.json asks for provenance.
import { execFileSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'

const read = (path) => readFileSync(path, 'utf8')
const git = (...args) => execFileSync('git', args, { encoding: 'utf8' }).trim()
const { version, repository, license, files } = JSON.parse(read('package.json'))
const heading = new RegExp(`^## ${version.replaceAll('.', '\\.')}$`, 'm')

const CHECKS = [
  ['a LICENSE of the licence named in package.json', existsSync('LICENSE') && read('LICENSE').includes(license)],
  ['files named in package.json', files?.length > 0],
  [`## ${version} in CHANGELOG.md`, heading.test(read('CHANGELOG.md'))],
  ['nothing under "## Unreleased" in CHANGELOG.md', !/^## Unreleased\n+- /m.test(read('CHANGELOG.md'))],
  [`version: ${version} in CITATION.cff`, read('CITATION.cff').includes(`\nversion: ${version}\n`)],
  ['repository in package.json to be the address of this one', !repository.url.includes('example.org')],
  ['a clean working tree', git('status', '--porcelain') === ''],
  [`the tag v${version} on this commit`, git('tag', '--points-at', 'HEAD').split('\n').includes(`v${version}`)],
]
const missing = CHECKS.flatMap(([expected, holds]) => (holds ? [] : [expected]))
for (const expected of missing) console.error(`release: expected ${expected}`)
if (missing.length > 0) process.exit(1)
for (const script of ['build', 'types', 'lint', 'dead', 'package'])
  execFileSync('npm', ['run', script], { stdio: ['ignore', 'ignore', 'inherit'] })
console.log(`mettle ${version} can be published: npm publish`)
