/** A shell's word: quoted only where it has to be. */
const word = (text: string) => (/^[\w./:=@%+,-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`)

/** The command as it was given, to be given again. */
export const thisCommand = (): string => ['npx', 'mettle', ...process.argv.slice(2)].map(word).join(' ')
