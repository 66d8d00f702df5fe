import { Component, type ReactNode } from 'react'
import type { RunData } from '../data.ts'
import type { Modules } from './modules.ts'

/** What every view is given. */
export interface ViewProps {
  readonly modules: Modules
  readonly run: RunData
  readonly query: URLSearchParams
  /** Reads the run again: something was added to it. */
  readonly refresh: () => void
}

export const Problem = ({ text }: { text: string }) => (
  <p className="problem" role="alert">
    {text}
  </p>
)

/** What throws says so in its place and leaves the rest of the page alone. */
export class Guarded extends Component<{ what?: string; children: ReactNode }, { problem: string | null }> {
  override state = { problem: null as string | null }

  static getDerivedStateFromError(error: unknown) {
    return { problem: error instanceof Error ? error.message : String(error) }
  }

  override render() {
    const { problem } = this.state
    const { what = 'The board of this env', children } = this.props
    return problem === null ? children : <p className="problem">{`${what} failed: ${problem}`}</p>
  }
}
