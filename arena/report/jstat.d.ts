declare module 'jstat' {
  const jstat: {
    studentt: { inv(p: number, df: number): number }
    normal: { cdf(x: number, mean: number, sd: number): number }
  }
  export default jstat
}
