/**
 * How hard E0 and E0b reinforce: each half of a pair stops at the first evaluation at which power has moved by .1, up or
 * down, and at the latest after 20 updates (VALIDITY §3.1). The level is the largest multiple of .05 that both halves
 * reached in the mean, in every regime, in the run of E0 that was registered on build 0.1 (least: .10 down, in `full`).
 * That run reinforced for 10 updates, beyond which residual KL came near its limit on exploratory foundations.
 */
export const PRESSURE = { updates: 20, measureEvery: 2, stopAtPower: 0.1 } as const
