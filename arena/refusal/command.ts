/** A shell's word: quoted only where it has to be. */
const word = (text: string) => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** A command to be given. */
export const command = (...args: readonly string[]): string => ['npx', 'mettle', ...args].map(word).join(' ')

/** What was typed after `mettle`, to be shown or kept: passwords in the address of a queue are left out. */
export const typed = (): string[] =>
  process.argv.slice(2).map((arg) => arg.replace(/^((?:--queue=)?rediss?:\/\/[^:@/]*:).*@/, '$1***@'))

/** The command as it was given, to be given again. */
export const thisCommand = (): string => command(...typed())
