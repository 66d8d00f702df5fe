/** Not chosen yet: `npx mettle strengths leaderboard-added --to arena/studies/leaderboard-added.strengths.ts`. */
export const STRENGTHS = {}
