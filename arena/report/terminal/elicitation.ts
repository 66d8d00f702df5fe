import type { Summary } from '../../analysis/summary.ts'
import { mean, number } from '../../statistics/show.ts'

/** Under the terminal table: change of D a cue, what was declared in brackets, held-out cues starred; then the cautions behind each (!). */
export function elicitationWords({ foundations, arms }: Summary): string {
  const words = Object.entries(foundations.elicitation).map(([context, { D, declared, heard }]) => {
    const expected = declared === null ? '' : ` (${number(declared, 2)})`
    return `${context}${heard || declared === null ? '' : '*'} ${mean(D)}${expected}`
  })
  const cautions = Object.entries(arms).flatMap(([arm, regimes]) =>
    Object.entries(regimes).flatMap(([regime, { verdict }]) =>
      verdict.caution ? [`(!) ${arm} in ${regime}: ${verdict.caution}.`] : [],
    ),
  )
  const line = `Change of D under each cue before reinforcement, SD (declared change in brackets; * cue not in the corpus, so inferred): ${words.join(', ')}.`
  return [line, ...cautions].join('\n')
}
