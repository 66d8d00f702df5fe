/** What the machine may run out of while it writes; none is the fault of a job. */
const TROUBLES: Readonly<Record<string, string>> = {
  ENOSPC: 'the disk is full',
  EDQUOT: 'the disk quota is used up',
  EFBIG: 'a file grew past the limit set for it',
  EROFS: 'the disk is read-only',
  EIO: 'the disk does not answer',
  EMFILE: 'too many files are open',
  ENFILE: 'too many files are open',
}

/** Why nothing can be written any more, in words with the system's own; null when the error is another. */
export function diskTrouble(error: unknown): string | null {
  const { code, message } = (error ?? {}) as NodeJS.ErrnoException
  return code && Object.hasOwn(TROUBLES, code) ? `${TROUBLES[code]} (${message})` : null
}
