/** A shell's word: quoted only where it has to be. */
const word = (text: string) => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** A command to be given. */
export const command = (...args: readonly string[]): string => ['npx', 'mettle', ...args].map(word).join(' ')

/** The command as it was given, to be given again. */
export const thisCommand = (): string => command(...process.argv.slice(2))
