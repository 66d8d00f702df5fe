/** As commander hands them over. */
export interface CompareFlags {
  readonly page?: string
  readonly json?: boolean
}
