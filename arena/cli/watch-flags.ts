export interface WatchFlags {
  readonly live?: boolean
  readonly export?: string
  readonly port?: string
  readonly open?: boolean
  readonly plugin: readonly string[]
  readonly json?: boolean
}
