import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { Absent, type Load } from './define.ts'

/** Where older builds hold what this one holds elsewhere. */
const FORMER: Readonly<Record<string, string>> = {
  'agents/spec': 'agents/network',
  'arena/corpus/evidence': 'arena/witness',
  'arena/corpus/pools': 'arena/pools',
  'arena/play/panel': 'arena/panel',
  'arena/play/rollout': 'arena/rollout',
  'arena/play/world': 'arena/world',
  'arena/study/envs': 'arena/study',
  'arena/trial/foundation': 'arena/foundation',
  'arena/trial/trial': 'arena/trial',
}

/** Loads modules of the build in `folder`, from the first of the paths they are known under. */
export const loader =
  (folder: string): Load =>
  (path) => {
    const known = [path, FORMER[path]].filter(Boolean).map((each) => join(folder, 'dist', `${each}.js`))
    const found = known.find((file) => existsSync(file))
    if (!found) throw new Absent(`this build has no ${path}`)
    return import(pathToFileURL(found).href)
  }

/**
 * What was called otherwise in 0.1, or took other arguments. Programs write for this build and pass what both ask for;
 * this is the rest.
 */
export const adapted = {
  /** The source of evidence of a study. */
  evidenceSource: (module: any, study: any, battery: any) =>
    (module.evidenceSourceOf ?? module.witnessOf ?? missing('a source of evidence'))(study, battery),
  /** Settings of PPO for the regime `full`: 0.1 took one learning rate. */
  ppoConfig: (module: any, compete: any) =>
    module.PpoSettings ? compete : { ...compete, learningRate: compete.learningRate.full },
  /** What imitation takes under either name. */
  corpus: (corpus: any) => ({ ...corpus, witness: corpus.evidenceSource }),
}

/** A function of a module. @throws Absent */
export function missing(what: string): never {
  throw new Absent(`this build has no ${what}`)
}
