/** `mettle/engine`: simulate an existing boardgame.io game, unmodified. docs/engine.md. */
export { difference } from './compare.ts'
export {
  type Engine,
  EngineError,
  type EngineMode,
  type EngineState,
  type Match,
  type Snapshot,
  type StartOptions,
  type StepperOptions,
} from './define.ts'
export { createReference } from './reference.ts'
export { createStepper } from './stepper.ts'
