/** `mettle/envs`: every env that ships, what an author of one imports, and the catalog of all. */
export { bargaining } from './bargaining/env.ts'
export type { Board, BoardProps } from './board.ts'
export { boardroom } from './boardroom/env.ts'
export { bribery } from './bribery/env.ts'
export { ENVS } from './catalog.ts'
export { type Choice, type ChoiceSpec, defineChoice, factorial } from './choice.ts'
export { commons } from './commons/env.ts'
export type { Guess } from './decision.ts'
export {
  type Action,
  type Affordances,
  APPRAISALS,
  type Appraisal,
  COMMON,
  type Contest,
  DARK_APPRAISALS,
  type Env,
  type EnvPlugin,
  type EnvSpec,
  type Seen,
  type Truth,
} from './define.ts'
export { dictator } from './dictator/env.ts'
export { dieRoll } from './die-roll/env.ts'
export { dilemma } from './dilemma/env.ts'
export { errands } from './errands/env.ts'
export { handBack } from './hand-back/env.ts'
export { leadershipVolunteer } from './leadership-volunteer/env.ts'
export { defineEnv } from './make-env.ts'
export { moneyBurning } from './money-burning/env.ts'
export { newCrisis } from './new-crisis/env.ts'
export { powerAuction } from './power-auction/env.ts'
export { promise } from './promise/env.ts'
export { publicGoods } from './public-goods/env.ts'
export { puzzleRace } from './puzzle-race/env.ts'
export { queue } from './queue/env.ts'
export { createRng, type Rng, shuffled } from './random.ts'
export { renegotiation } from './renegotiation/env.ts'
export { type RuleBook, ruleBook } from './rule-book.ts'
export { senderReceiver } from './sender-receiver/env.ts'
export { standoff } from './standoff/env.ts'
export { succession } from './succession/env.ts'
export { svoSlider } from './svo-slider/env.ts'
export { trust } from './trust/env.ts'
export { ultimatum } from './ultimatum/env.ts'
export { workshop } from './workshop/env.ts'
