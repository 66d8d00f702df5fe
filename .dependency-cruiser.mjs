// What may import what: layers, the ladder of rooms inside arena/, no circle. Type imports count. `npm run ladder` checks it.

/** Rooms of arena/ by floor, lowest first: a room imports only rooms on lower floors. */
export const FLOORS = [
  ['refusal', 'engine'],
  ['program'],
  ['play', 'statistics'],
  ['search', 'study', 'measure', 'exploitability', 'outside'],
  ['studies', 'store', 'entrants'],
  ['corpus', 'tables', 'registration', 'analysis', 'battery'],
  ['trial', 'report', 'tournament'],
  ['run', 'check', 'bench', 'scaffold', 'serve'],
  ['viewer', 'queue'],
  ['inspect'],
  ['cli'],
]
const LAYERS = ['envs', 'agents', 'interventions', 'arena']
const ROOMS = FLOORS.flat()
const SOURCE = `^(${LAYERS.join('|')})/`

const floors = FLOORS.flatMap((rooms, floor) =>
  rooms.map((room) => ({
    name: `floor-of-${room}`,
    comment: `arena/${room} stands on floor ${floor + 1}: it imports only rooms on lower floors (.dependency-cruiser.mjs).`,
    severity: 'error',
    from: { path: `^arena/${room}/` },
    to: {
      path: `^arena/(${FLOORS.slice(floor)
        .flat()
        .filter((other) => other !== room)
        .join('|')}|index\\.ts)(/|$)`,
    },
  })),
)

const layers = LAYERS.slice(0, -1).map((layer, i) => ({
  name: `layer-of-${layer}`,
  comment: 'Layers: envs ← agents ← interventions ← arena. An arrow points to what is imported.',
  severity: 'error',
  from: { path: `^${layer}/` },
  to: { path: `^(${LAYERS.slice(i + 1).join('|')})/` },
}))

export default {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files that import each other in a circle, types included, have no order to be read in.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...layers,
    ...floors,
    {
      name: 'one-loose-file',
      comment: 'arena/ holds rooms and index.ts. A new room takes its floor in .dependency-cruiser.mjs.',
      severity: 'error',
      from: { path: `^arena/(?!index\\.ts$|(${ROOMS.join('|')})/)` },
      to: {},
    },
    {
      name: 'source-alone',
      comment: 'Sources import each other by path: neither the built package nor tests.',
      severity: 'error',
      from: { path: SOURCE },
      to: { path: '^(dist/|test/|mettle($|/))' },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|node_modules)/' },
    tsPreCompilationDeps: true,
    tsConfig: { fileName: 'tsconfig.json' },
    enhancedResolveOptions: { extensions: ['.ts', '.tsx', '.js', '.mjs', '.json'] },
  },
}
