/** As commander hands them over. */
export interface BatteryFlags {
  readonly agent?: string
  readonly envs: string
  readonly draws: string
  readonly seed: string
  readonly knownGroups?: boolean
  readonly variants: boolean
  readonly context?: string
  readonly out?: string
  readonly queue?: string
  readonly shared?: string
  readonly json?: boolean
}

export interface PortableFlags {
  readonly envs: string
  readonly seed: string
  readonly name: string
  readonly out?: string
  readonly json?: boolean
}
