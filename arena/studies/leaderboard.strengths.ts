export const STRENGTHS = {} as const
