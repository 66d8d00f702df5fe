import { mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { layoutOf } from '../../agents/layout.ts'
import type { Env } from '../../envs/define.ts'
import { createBattery } from '../measure/battery.ts'
import { type BatteryCalibration, calibrateBattery } from '../measure/instruments/battery-calibration.ts'
import { buildHash } from '../program/build.ts'
import { hashOf } from '../program/canonical.ts'
import { writeJson } from './files.ts'
import { RUNS } from './run-folder.ts'

/** A calibration and the file that keeps it. */
export interface Calibrated {
  readonly hash: string
  readonly path: string
  readonly calibration: BatteryCalibration
  /** Whether an earlier call had made it. */
  readonly cached: boolean
  /** Why it could not be kept. */
  readonly unkept?: string
}

/** All that fixes its numbers: the code (loadings and thresholds with it), the battery, plugin files, writers. */
function keyOf(evals: readonly Env[], files: readonly string[], writers: number): string {
  const battery = evals.map(({ id, version, params }) => ({ id, version, params }))
  return hashOf({ job: 'calibration', build: buildHash('calibration'), battery, files, writers })
}

/** The calibration of a battery, made once and then read from `runs/.cache`. @param files SHA-256 of plugin files */
export function calibrated(evals: readonly Env[], files: readonly string[], writers: number): Calibrated {
  const hash = keyOf(evals, files, writers)
  const folder = join(RUNS, '.cache', 'calibration')
  const path = join(folder, `${hash.slice(0, 16)}.json`)
  const kept = read(path, hash)
  if (kept) return { hash, path, calibration: kept, cached: true }
  const calibration = calibrateBattery(createBattery(layoutOf(evals), evals), evals, writers)
  try {
    mkdirSync(folder, { recursive: true })
    writeJson(path, { hash, calibration })
  } catch (error) {
    return { hash, path, calibration, cached: false, unkept: (error as Error).message }
  }
  return { hash, path, calibration, cached: false }
}

/** Nothing where the file is missing, damaged or another's. */
function read(path: string, hash: string): BatteryCalibration | undefined {
  try {
    const found = JSON.parse(readFileSync(path, 'utf8'))
    return found.hash === hash ? found.calibration : undefined
  } catch {
    return undefined
  }
}
