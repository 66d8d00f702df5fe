import { appendFileSync, existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { WeighPrompt } from '../../agents/define.ts'
import { hashOf } from '../program/canonical.ts'
import type { Message } from './prompt.ts'

/** What a model replied, as far as it tells. */
export interface Reply {
  readonly text: string
  /** Whether it ended because it had no tokens left. */
  readonly cutOff: boolean
  readonly tokens?: { readonly prompt: number; readonly completion: number }
  /** Seconds from the question to the reply. */
  readonly seconds: number
  /** Requests until it came. */
  readonly tries: number
}

/** What fixes a reply, as far as anything does: the same question under the same settings, drawn once for this place. */
export interface Question {
  /** The model, or the hash of its file, and how it samples. */
  readonly model: Readonly<Record<string, unknown>>
  readonly messages: readonly Message[]
  /** Match, tick, seat and attempt: two of the same question are two draws. */
  readonly draw: string
  /** Where options were weighed, in place of messages. */
  readonly prompt?: WeighPrompt
  readonly persona?: string
}

/** Replies of a run, by the hash of their question: one that is there is never asked again. */
export interface Replies {
  get(question: Question): Reply | undefined
  put(question: Question, reply: Reply): void
}

const FILE = 'replies.jsonl'

/** @param folder of the run; without one, nothing outlives the process */
export function openReplies(folder?: string): Replies {
  const path = folder && join(folder, FILE)
  const known = new Map<string, Reply>(path && existsSync(path) ? stored(readFileSync(path, 'utf8')) : [])
  return {
    get: (question) => known.get(hashOf(question)),
    put(question, reply) {
      const key = hashOf(question)
      known.set(key, reply)
      if (path) appendFileSync(path, `${JSON.stringify({ key, ...question, reply })}\n`)
    },
  }
}

/** A last line that a crash cut off is asked again. */
function stored(text: string): [string, Reply][] {
  return text.split('\n').flatMap((line): [string, Reply][] => {
    try {
      const { key, reply } = JSON.parse(line)
      return [[key, reply]]
    } catch {
      return []
    }
  })
}
