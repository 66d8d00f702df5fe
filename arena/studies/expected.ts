import type { Expectation } from '../study/preregistration.ts'

/** What a figure of an arm is foretold to be, in `full` and against 0 unless said. */
export const expected = (
  arm: string,
  figure: Expectation['figure'],
  is: Expectation['is'],
  { regime = 'full', than = 0 }: Partial<Pick<Expectation, 'regime' | 'than'>> = {},
): Expectation => ({ arm, figure, is, regime, than })
