import { COMMON } from '../envs/define.ts'
import type { Rng } from '../envs/random.ts'
import type { Options } from './compiled/options.ts'
import { CORPUS_CUES, CUE_NAMES, type Cue, underCue, writeCue } from './cues.ts'
import { type Evidence, type EvidenceSource, showing } from './evidence.ts'
import type { Loadings } from './loadings.ts'
import { narrationOf, TOKENS } from './narration.ts'
import type { NetworkSpec } from './spec.ts'
import { EIGHT, type TraitSet } from './trait-set.ts'
import { condition, type Population, type Profile, samplePersona, type Trait, type TraitVector } from './traits.ts'
import { chooserOf, type Dilemma, preference } from './writers.ts'

/** Decisions of one env, as the network and as a writer see them; imitation draws from them. */
export interface Pool {
  /** Id of the env. */
  readonly env: string
  /** First action row of the env in the layout. */
  readonly firstRow: number
  /** Share of the imitation batch, relative to other pools. */
  readonly weight: number
  /** Input rows under the neutral cue, [decisions × layout.input]. */
  readonly inputs: Float32Array
  /** 1 where an action was legal, [decisions × layout.actions]. */
  readonly masks: Float32Array
  /** Legal actions and their appraisals, [decisions]. */
  readonly dilemmas: readonly Dilemma[]
}

/** What is imitated. */
export interface Corpus {
  readonly pools: readonly Pool[]
  /** Whom writers are drawn from. */
  readonly population: Population
  /** What shows a writer to the network. */
  readonly evidenceSource: EvidenceSource
  /** How far cues move writers: the share of the shifts that `CUES` declares, 0 … 1. */
  readonly cueStrength: number
  /** How traits make writers weigh appraisals; the default where left out. */
  readonly loadings?: Loadings
  /** The traits of the writers; the eight where left out. */
  readonly traits?: TraitSet
}

/** How batches are drawn: sizes as `ImitateSettings` describes them, and whom half of the writers are drawn from. */
export interface DrawSettings {
  readonly batch: number
  readonly queries: number
  readonly narrow?: Profile
}

/** Narration of a batch: the token that the writer said before each decision. */
export interface Narrated {
  /** Indices into TOKENS, [rows]. */
  readonly tokens: Int32Array
  /** Probabilities that they were drawn from, [rows × TOKENS]. */
  readonly probabilities: Float32Array
}

/** One batch: `rows` decisions of `writers` personas. Its arrays are written over by the next one. */
export interface Draw {
  readonly rows: number
  /** Input rows, [rows × layout.input]. */
  readonly input: Float32Array
  /** Legal actions of each row. */
  readonly options: Options
  /** Policies of the writers over them, [options]. */
  readonly target: Float32Array
  /** Traits of the writers, [writers]. */
  readonly personas: readonly TraitVector[]
  /** What shows the writers. */
  readonly evidence: Evidence
  /** Standard normal draws behind m, [writers × persona]. */
  readonly noise: Float32Array
  /** Absent where networks do not narrate. */
  readonly narration?: Narrated
  /** Mean entropy of the targets, nats per decision: the least cross-entropy there is. */
  readonly entropy: number
}

/** Share of decisions in a batch that are taken under a cue; the others are neutral. */
const CUED = 0.25

/** Draws batches: writers, their evidence and their decisions. Decision `q · writers + w` is one of writer w. */
export function sampler(spec: NetworkSpec, corpus: Corpus, config: DrawSettings, rng: Rng): () => Draw {
  const { layout, persona } = spec
  const writers = Math.max(1, Math.floor(config.batch / config.queries))
  const rows = writers * config.queries
  const { names, shifts } = corpus.traits ?? EIGHT
  const narrowed = config.narrow && condition(corpus.population, config.narrow, names)
  const weights = corpus.pools.map((pool) => pool.weight)
  const input = new Float32Array(rows * layout.input)
  const ends = new Int32Array(rows + 1)
  const actions = new Int32Array(rows * layout.actions)
  const target = new Float32Array(rows * layout.actions)
  const noise = new Float32Array(writers * persona)
  const narration = spec.narration && {
    tokens: new Int32Array(rows),
    probabilities: new Float32Array(rows * TOKENS.length),
  }
  const choosers = corpus.pools.map(({ dilemmas }) => chooserOf(dilemmas))
  const policies = Array.from({ length: layout.actions + 1 }, (_, legal) => new Float64Array(legal))

  return () => {
    const personas = Array.from({ length: writers }, (_, w) =>
      samplePersona(narrowed && w % 2 === 0 ? narrowed : corpus.population, rng),
    )
    const evidence = show(corpus.evidenceSource, personas, config.narrow, names, rng)
    for (let i = 0; i < noise.length; i++) noise[i] = rng.normal()
    const wantsOf = wanting(personas, corpus)
    let count = 0
    let entropy = 0
    for (let row = 0; row < rows; row++) {
      const cue: Cue = rng.uniform() < CUED ? CORPUS_CUES[rng.integer(CORPUS_CUES.length)] : 'neutral'
      const from = rng.weighted(weights)
      const { inputs, dilemmas, firstRow } = corpus.pools[from]
      const which = rng.integer(dilemmas.length)
      const [to, at] = [row * layout.input, which * layout.input]
      for (let k = 0; k < layout.input; k++) input[to + k] = inputs[at + k]
      writeCue(input, row * layout.input + layout.adapter + COMMON, cue)
      const { legal } = dilemmas[which]
      const writer = row % writers
      if (narration) narrate(underCue(personas[writer], cue, corpus.cueStrength, shifts), narration, row, rng)
      const policy = choosers[from](which, wantsOf(writer, cue), policies[legal.length])
      for (let i = 0; i < legal.length; i++) {
        actions[count] = firstRow + legal[i]
        target[count++] = policy[i]
        if (policy[i] > 0) entropy -= (policy[i] * Math.log(policy[i])) / rows
      }
      ends[row + 1] = count
    }
    const options = { ends, actions: actions.subarray(0, count) }
    const drawn = { rows, input, options, target: target.subarray(0, count), personas, evidence, noise, entropy }
    return { ...drawn, ...(narration && { narration }) }
  }
}

/** A writer's preferences under a cue, found once a batch. */
function wanting(personas: readonly TraitVector[], { cueStrength, loadings, traits: { shifts } = EIGHT }: Corpus) {
  const known: (Float64Array | undefined)[] = new Array(personas.length * CUE_NAMES.length)
  return (writer: number, cue: Cue): Float64Array => {
    const at = writer * CUE_NAMES.length + CUE_NAMES.indexOf(cue)
    known[at] ??= preference(underCue(personas[writer], cue, cueStrength, shifts), loadings)
    return known[at]
  }
}

/** Draws what a writer with these traits says of itself before the decision in this row. */
function narrate(traits: TraitVector, { tokens, probabilities }: Narrated, row: number, rng: Rng): void {
  const at = row * TOKENS.length
  narrationOf(traits, probabilities, at)
  tokens[row] = rng.weighted(probabilities.subarray(at, at + TOKENS.length))
}

/**
 * Evidence of the writers. Under `traits`, half of those drawn from the profile show its traits alone, as the assistant
 * does.
 */
function show(
  evidenceSource: EvidenceSource,
  personas: readonly TraitVector[],
  narrow: Profile | undefined,
  names: readonly Trait[],
  rng: Rng,
): Evidence {
  const evidence = evidenceSource.show(personas, evidenceSource.draw(rng), rng)
  if (evidenceSource.kind === 'acts' || !narrow) return evidence
  for (let w = 0; w < personas.length; w += 2) {
    if (rng.uniform() >= 0.5) continue
    const known = Object.fromEntries(
      Object.keys(narrow).map((trait) => [trait, personas[w][names.indexOf(trait as Trait)]]),
    )
    evidence.rows.set(showing(known, names).rows, w * evidence.width)
  }
  return evidence
}
