import { useEffect, useState } from 'react'
import { Fault } from '../../../envs/fault.ts'
import type { JobData, MatchesData, RunData } from '../data.ts'

/** Whether the page lies in files, with no server behind it: as an export, opened from a disk or from any web server. */
export const EXPORTED = globalThis.document?.body.dataset.exported !== undefined

/** @throws Error with what the server said */
export async function fetched<T>(path: string, init?: RequestInit): Promise<T> {
  if (EXPORTED) return await fromFile(path)
  const response = await fetch(path, init)
  const body = await response.json().catch(() => ({ error: `expected JSON from ${path}, got something else` }))
  if (!response.ok) throw new Fault('METTLE_HTTP', body.error ?? `${path}: ${response.status}`)
  return body as T
}

declare global {
  /** What the data files of an export have told, by path. */
  var mettleData: Record<string, unknown> | undefined
}

/** A page that was opened from a disk may read no file, but it may run one: an export's data are scripts. */
function fromFile<T>(path: string): Promise<T> {
  return new Promise((done, failed) => {
    const script = document.createElement('script')
    script.src = `${path.replace(/\.json$/, '')}.js`
    script.onload = () => {
      const told = globalThis.mettleData?.[path]
      delete globalThis.mettleData?.[path]
      script.remove()
      if (told === undefined) failed(new Fault('METTLE_HTTP', `expected ${path} in ${script.src}, got nothing`))
      else done(told as T)
    }
    script.onerror = () => failed(new Fault('METTLE_HTTP', `expected ${script.src} beside the page, got no such file`))
    document.head.append(script)
  })
}

export const posted = <T>(path: string, body: unknown): Promise<T> =>
  fetched(path, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: JSON.stringify(body) })

/** The run, and as it grows where it is watched live. */
export function useRun(): {
  run: RunData | null
  error: string | null
  /** Whether the server that is followed still answers. */
  connected: boolean
  refresh: () => void
} {
  const [run, setRun] = useState<RunData | null>(null)
  const [error, setError] = useState<string | null>(null)
  const [connected, setConnected] = useState(true)
  useEffect(() => {
    let source: EventSource | undefined
    fetched<RunData>('data/run.json').then(
      (first) => {
        setRun(first)
        if (first.live) source = follow(setRun, setConnected)
      },
      (problem) => setError(problem.message),
    )
    return () => source?.close()
  }, [])
  const refresh = () => void fetched<RunData>('data/run.json').then(setRun, (problem) => setError(problem.message))
  return { run, error, connected, refresh }
}

function follow(
  set: (change: (run: RunData | null) => RunData | null) => void,
  setConnected: (connected: boolean) => void,
): EventSource {
  const source = new EventSource('data/live')
  // The browser tries again by itself, and each time hears of the whole run.
  source.addEventListener('error', () => setConnected(false))
  source.addEventListener('open', () => setConnected(true))
  source.addEventListener('run', ({ data }) => set(() => JSON.parse(data)))
  source.addEventListener('jobs', ({ data }) => {
    set((run) => run && { ...run, jobs: merged(run.jobs, JSON.parse(data)) })
  })
  return source
}

function merged(old: readonly JobData[], changed: readonly JobData[]): JobData[] {
  const all = new Map(old.map((job) => [job.folder, job]))
  for (const job of changed) all.set(job.folder, job)
  return [...all.values()]
}

const held = new Map<string, { readonly version: string; readonly data: Promise<MatchesData> }>()

/** Matches of a job, asked for once a version of it; those of older versions are let go. */
export function matchesOf({ folder, version }: JobData): Promise<MatchesData> {
  const known = held.get(folder)
  if (known?.version === version) return known.data
  const data = fetched<MatchesData>(`data/matches/${encodeURIComponent(folder)}.json`)
  held.set(folder, { version, data })
  data.catch(() => held.delete(folder))
  return data
}

/** What a promise made for `key` comes to. */
export function useFetched<T>(key: string, make: () => Promise<T>): { value: T | null; error: string | null } {
  const [state, setState] = useState<{ key: string; value: T | null; error: string | null }>({
    key: '',
    value: null,
    error: null,
  })
  useEffect(() => {
    let current = true
    make().then(
      (value) => current && setState({ key, value, error: null }),
      (problem) => current && setState({ key, value: null, error: problem.message }),
    )
    return () => {
      current = false
    }
  }, [key])
  return state.key === key ? state : { value: null, error: null }
}
