export interface WatchFlags {
  readonly live?: boolean
  readonly export?: string
  readonly played?: boolean
  readonly port?: string
  readonly open?: boolean
  readonly plugin: readonly string[]
  readonly json?: boolean
}
