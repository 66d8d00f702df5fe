declare module 'jstat' {
  const jstat: {
    studentt: { inv(p: number, df: number): number }
    normal: { inv(p: number, mean: number, sd: number): number; cdf(x: number, mean: number, sd: number): number }
    /** Regularised incomplete beta I_x(a, b). */
    ibeta(x: number, a: number, b: number): number
  }
  export default jstat
}
