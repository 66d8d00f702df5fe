import { execFileSync, spawnSync } from 'node:child_process'

/** A network of its own with one way to this machine, as another machine has it. */
export interface Network {
  /** This machine, as it is seen from there. */
  readonly host: string
  /** What starts a command there. */
  readonly under: readonly string[]
  cut(): void
  mend(): void
  remove(): void
}

const ip = (...args: string[]) => execFileSync('ip', args, { stdio: 'pipe' })

/** Each has a subnet of its own. */
export function makeNetwork(number: number): Network {
  const [space, here, there] = ['ns', 'h', 'n'].map((kind) => `mettle${process.pid % 10_000}${kind}${number}`)
  // What a killed run left behind has other addresses.
  const address = (last: number) => `10.${128 + ((process.pid >> 8) & 127)}.${process.pid & 255}.${4 * number + last}`
  ip('netns', 'add', space)
  ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there, 'netns', space)
  ip('addr', 'add', `${address(1)}/30`, 'dev', here)
  ip('link', 'set', here, 'up')
  ip('-n', space, 'addr', 'add', `${address(2)}/30`, 'dev', there)
  ip('-n', space, 'link', 'set', there, 'up')
  ip('-n', space, 'link', 'set', 'lo', 'up')
  return {
    host: address(1),
    under: ['ip', 'netns', 'exec', space],
    cut: () => void ip('link', 'set', here, 'down'),
    mend: () => void ip('link', 'set', here, 'up'),
    // The way goes with the network.
    remove: () => void ip('netns', 'delete', space),
  }
}

/** Whether networks can be made here: it takes root and iproute2. */
export const withoutNetworks = (() => {
  const name = `mettle${process.pid % 10_000}try`
  const made = spawnSync('ip', ['netns', 'add', name]).status === 0
  const ways =
    made && spawnSync('ip', ['-n', name, 'link', 'add', 'one', 'type', 'veth', 'peer', 'name', 'two']).status === 0
  if (made) spawnSync('ip', ['netns', 'delete', name])
  return !ways
})()
