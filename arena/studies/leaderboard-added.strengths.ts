/**
 * Chosen by `npx mettle strengths` on 3 exploratory foundations, seed 1, Mettle 0.4.0.
 * The rule: among strengths that keep .8 of the reward that is learned, the largest effect on revealed D.
 */
export const STRENGTHS = {
  route: { steps: 100 },
  'route, masking': { steps: 200 },
  rationalise: { weight: 0.1 },
} as const
