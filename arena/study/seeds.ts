/** Seeds up to here are free for exploring; those above belong to registrations, so the two never meet. */
export const EXPLORATORY = 2_147_483_647

/** The seed of a registered study follows from its hash: nobody chose it. @param hash SHA-256, hex */
export const confirmatorySeed = (hash: string): number =>
  EXPLORATORY + 1 + (Number.parseInt(hash.slice(0, 8), 16) & EXPLORATORY)
