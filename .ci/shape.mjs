// `npm run shape`: how the house stands. Rooms and floors of arena/, pairs of rooms that import each other, circles of files (type imports
// count), sizes of files and functions, described members of contracts, long lines. `--json` prints the same as data.
import { execFileSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import ts from 'typescript'
import { FLOORS } from '../.dependency-cruiser.mjs'

const LAYERS = ['envs', 'agents', 'interventions', 'arena']
const CONTRACTS = [
  'envs/define.ts',
  'agents/define.ts',
  'interventions/define.ts',
  'interventions/hooks.ts',
  'interventions/events.ts',
  'arena/study/study.ts',
  'arena/study/arm.ts',
]

const { modules } = JSON.parse(
  execFileSync('npx', ['depcruise', '--config', '.dependency-cruiser.mjs', '--output-type', 'json', ...LAYERS], {
    encoding: 'utf8',
    maxBuffer: 1 << 28,
  }),
)
const files = modules
  .map(({ source }) => source)
  .filter((path) => /\.tsx?$/.test(path) && LAYERS.includes(path.split('/')[0]))
const imports = new Map(
  modules.map(({ source, dependencies }) => [
    source,
    dependencies.map(({ resolved }) => resolved).filter((path) => files.includes(path)),
  ]),
)

/** Layer, or room of arena/. */
const roomOf = (path) =>
  path
    .split('/')
    .slice(0, path.startsWith('arena/') ? 2 : 1)
    .join('/')
const rooms = [...new Set(files.map(roomOf))]
const edges = new Map(rooms.map((room) => [room, new Set()]))
for (const file of files)
  for (const to of imports.get(file)) if (roomOf(to) !== roomOf(file)) edges.get(roomOf(file)).add(roomOf(to))
const pairs = rooms.flatMap((a) =>
  [...edges.get(a)].filter((b) => a < b && edges.get(b).has(a)).map((b) => `${a} ↔ ${b}`),
)

/** Sets of files that import each other in a circle (Tarjan 1972). */
function circles() {
  const [index, low, onStack, stack, found] = [new Map(), new Map(), new Set(), [], []]
  const visit = (file) => {
    index.set(file, index.size)
    low.set(file, index.get(file))
    stack.push(file)
    onStack.add(file)
    for (const to of imports.get(file)) {
      if (!index.has(to)) {
        visit(to)
        low.set(file, Math.min(low.get(file), low.get(to)))
      } else if (onStack.has(to)) low.set(file, Math.min(low.get(file), index.get(to)))
    }
    if (low.get(file) !== index.get(file)) return
    const circle = stack.splice(stack.indexOf(file))
    for (const each of circle) onStack.delete(each)
    if (circle.length > 1) found.push(circle)
  }
  for (const file of files) if (!index.has(file)) visit(file)
  return found
}

const at = (sorted, share) => sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))]
const spread = (numbers) => {
  const sorted = [...numbers].sort((a, b) => a - b)
  return { count: sorted.length, median: at(sorted, 0.5), p90: at(sorted, 0.9), max: sorted.at(-1) }
}

const parsed = new Map(
  files.map((path) => [path, ts.createSourceFile(path, readFileSync(path, 'utf8'), ts.ScriptTarget.Latest, true)]),
)
const linesOf = (node, file) =>
  file.getLineAndCharacterOfPosition(node.getEnd()).line -
  file.getLineAndCharacterOfPosition(node.getStart(file)).line +
  1

const functions = [...parsed.values()].flatMap((file) => {
  const found = []
  const visit = (node) => {
    if (ts.isFunctionLike(node) && node.body) found.push(linesOf(node, file))
    ts.forEachChild(node, visit)
  }
  visit(file)
  return found
})

/** Members of exported interfaces and types, and how many of them a doc comment describes. */
function members(path) {
  const file = parsed.get(path)
  let [all, described] = [0, 0]
  const count = (node) => {
    // The discriminant of a union says its own name.
    if (node.name?.getText(file) === 'type' && ts.isLiteralTypeNode(node.type)) return
    if (ts.isPropertySignature(node) || ts.isMethodSignature(node)) {
      all += 1
      if (ts.getJSDocCommentsAndTags(node).length > 0) described += 1
    }
  }
  for (const statement of file.statements) {
    if (ts.isInterfaceDeclaration(statement)) statement.members.forEach(count)
    if (ts.isTypeAliasDeclaration(statement) && ts.isTypeLiteralNode(statement.type))
      statement.type.members.forEach(count)
  }
  return { path, lines: file.getLineStarts().length - 1, described, members: all }
}

const comments = [...parsed].flatMap(([path, file]) =>
  file.text
    .split('\n')
    .flatMap((line, i) =>
      /^\s*(\/\*\*|\*|\/\/)/.test(line) ? [{ place: `${path}:${i + 1}`, columns: line.length }] : [],
    ),
)

const shape = {
  rooms: rooms.length,
  floors: LAYERS.length - 1 + FLOORS.length,
  twoWayPairs: pairs,
  circles: circles(),
  looseFiles: files.filter((path) => /^arena\/[^/]+$/.test(path)),
  files: spread([...parsed.values()].map((file) => file.getLineStarts().length - 1)),
  functions: spread(functions),
  contracts: CONTRACTS.map(members),
  commentsOver120: comments.filter(({ columns }) => columns > 120).length,
  longestComments: comments.sort((a, b) => b.columns - a.columns).slice(0, 3),
}

if (process.argv.includes('--json')) console.log(JSON.stringify(shape, null, 2))
else {
  const sizes = ({ count, median, p90, max }) => `${count}; median ${median}, p90 ${p90}, longest ${max} lines`
  console.log(
    `Rooms and layers    ${shape.rooms} on ${shape.floors} floors, loose in arena/: ${shape.looseFiles.join(', ')}`,
  )
  console.log(`Two-way pairs       ${pairs.length}${pairs.map((pair) => `\n                    ${pair}`).join('')}`)
  console.log(
    `Circles             ${shape.circles.length}${shape.circles.map((circle) => `\n                    ${circle.join(' → ')}`).join('')}`,
  )
  console.log(`Files               ${sizes(shape.files)}`)
  console.log(`Functions           ${sizes(shape.functions)}`)
  for (const { path, lines, described, members: all } of shape.contracts)
    console.log(`Contract            ${path}: ${lines} lines, ${described} of ${all} members described`)
  console.log(
    `Comments            ${shape.commentsOver120} lines over 120 columns; longest ${shape.longestComments.map(({ place, columns }) => `${place} (${columns})`).join(', ')}`,
  )
}
