import { readFileSync } from 'node:fs'
import { isPath, locate, meant } from '../program/locate.ts'
import { refuse } from '../refusal/errors.ts'
import { exploratory } from '../study/exploratory.ts'
import { type Loaded, loadPlugin, loadSentStudy } from '../study/load.ts'
import { parseOverride, withOverrides } from '../study/overrides.ts'
import { EXPLORATORY } from '../study/seeds.ts'
import type { Study } from '../study/study.ts'
import { STUDIES } from './catalog.ts'

/** What the command line says of a study; every worker resolves it again. */
export interface StudyRequest {
  /** Id of a shipped study, or path or package of one. */
  readonly ref: string
  /** `path=value` as typed. */
  readonly set: readonly string[]
  /** The seed of a registration; nothing else may set one so high. */
  readonly confirmatory?: number
  /** Whether the study's strengths are compared, in place of the study itself. */
  readonly strengths?: boolean
  /** Where the study file lies as another machine bundled it; `ref` is then a name alone. */
  readonly sent?: string
}

export interface ResolvedStudy {
  readonly study: Study
  /** The study file, if it came from one. */
  readonly files: readonly Omit<Loaded<unknown>, 'value' | 'inputs'>[]
}

/** @throws Refusal naming study, file or flag. */
export async function resolveStudy(request: StudyRequest): Promise<ResolvedStudy> {
  const { ref, set, sent } = request
  const overrides = set.map(parseOverride)
  if (!sent && !fromDisk(ref)) return { study: asked(withOverrides(shipped(ref), overrides, ref), request), files: [] }
  const { value, path, sha256 } = await (sent
    ? loadSentStudy(readFileSync(sent, 'utf8'), ref)
    : loadPlugin(ref, 'study'))
  refuseUnheard(value, ref)
  return { study: asked(withOverrides(value, overrides, ref), request), files: [{ path, sha256 }] }
}

const fromDisk = (ref: string) => isPath(ref) || (!isShipped(ref) && locate(ref) !== undefined)

/** Whether it is the id of a study that comes with Mettle. */
export const isShipped = (ref: string): boolean => STUDIES.some(({ id }) => id === ref)

function asked(study: Study, request: StudyRequest): Study {
  if (!request.strengths) return seeded(study, request)
  if (!study.strengths) refuse(request.ref, 'a study with `strengths`, params to choose from by arm', 'one without')
  return seeded(exploratory(study), request)
}

function seeded(study: Study, { ref, confirmatory }: StudyRequest): Study {
  const { seed } = study.settings
  if (seed > EXPLORATORY)
    refuse(
      `${ref}: seed`,
      `an exploratory seed, at most ${EXPLORATORY}`,
      String(seed),
      'Higher ones belong to registrations',
    )
  return confirmatory === undefined ? study : { ...study, settings: { ...study.settings, seed: confirmatory } }
}

/** Only the corpus hook acts before compete as yet; any other would silently do nothing there. */
function refuseUnheard({ arms }: Study, source: string): void {
  for (const [name, { interventions }] of Object.entries(arms))
    for (const { id, touches, activeIn } of interventions) {
      const early = activeIn.filter((phase) => phase === 'imitate' || phase === 'narrow')
      const got = early.length > 0 && !touches.includes('corpus') && `one that is active in ${early}`
      if (got) refuse(`${source}: arm ${name}, ${id}`, 'an intervention on compete, test or the corpus', got)
    }
}

function shipped(id: string): Study {
  const ids = STUDIES.map((study) => study.id)
  const found = STUDIES.find((study) => study.id === id)
  return found ?? refuse(`study ${id}`, 'the id of a study, or the path or package of one', id, meant(id, ids))
}
