/**
 * How hard E0 and E0b reinforce: each half of a pair stops at the first evaluation at which power has moved by .1, up or
 * down, and at the latest after 20 updates (VALIDITY §3.1). The level is the largest multiple of .05 that both halves
 * reached in the mean, in every regime, in the run of E0 that was registered on build 0.1 (least: .10 down, in `full`).
 * That run reinforced for 10 updates, beyond which residual KL came near its limit on exploratory foundations.
 */
export const PRESSURE = { updates: 20, measureEvery: 2, stopAtPower: 0.1 } as const

/**
 * The second pressure: until the power of the rewarded half is flat. On two exploratory foundations (seed 7, 100
 * updates, one evaluation in five) power rose from .29 to .65 and moved by less than .01 after update 60, in `encoder`
 * and in `full`; the punished half was flat from update 35.
 */
export const HEAVIER = { updates: 60, measureEvery: 10, stopAtPower: null } as const

/**
 * How long the contest without power is trained: it counts once its reward rose at least half as far as that of control
 * (VALIDITY §3.2). On the same exploratory foundations it rose by .14 to .19 in `encoder` and by .23 to .28 in `full` in
 * 60 updates, that of control by .22 to .37 until it stopped; in 20 updates it had not risen by half as much.
 */
export const MATCHED = { updates: 60, measureEvery: 10, stopAtPower: null } as const
