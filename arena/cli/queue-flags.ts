export const ACTIONS = ['retry', 'pause', 'resume', 'drain'] as const

/** As commander hands them over. */
export interface QueueFlags {
  readonly queue: string
  readonly metrics?: string
  readonly json?: boolean
}
