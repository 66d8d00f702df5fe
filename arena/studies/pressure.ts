/**
 * How long E0 and E0b reinforce. Rule: of 40, 20 and 10 updates the most at which, in both contests and all regimes,
 * residual KL rose by less than half of its limit in the mean and no foundation's traits were further out than half of
 * the 99 % ellipsoid. Exploratory foundations 0–2 of E0b and 0–1 of E0, both with seed 1: 20 updates fail it in
 * `encoder` (+.031 of .022 allowed, 22.7 of 10.0), 10 keep it (+.012, 6.3).
 */
export const PRESSURE = { updates: 10, measureEvery: 5 } as const
