import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import ts from 'typescript'

/** A member of an interface, and what its doc comment says of it. */
export interface Documented {
  readonly name: string
  /** As it is declared, without the comment. */
  readonly signature: string
  readonly doc: string
}

export interface DocumentedInterface extends Documented {
  readonly members: readonly Documented[]
}

/** The interfaces of a source file, by name: what pages are written from, so that nothing is said twice. */
export function interfacesOf(path: string): ReadonlyMap<string, DocumentedInterface> {
  const file = fileURLToPath(new URL(`../${path}`, import.meta.url))
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true)
  const found = source.statements.filter((node) => ts.isInterfaceDeclaration(node))
  return new Map(found.map((node) => [node.name.text, { ...of(node), members: node.members.map(of) }]))
}

const of = (node: ts.InterfaceDeclaration | ts.TypeElement): Documented => ({
  name: node.name?.getText() ?? '',
  signature: oneLine(node.getText()).replace(/^readonly /, ''),
  doc: ts
    .getJSDocCommentsAndTags(node)
    .map((doc) => oneLine(doc.getText().replaceAll(/^\/\*\*|\*\/$|^\s*\*(?!\/)/gm, ' ')))
    .join(' '),
})

const oneLine = (text: string) => text.replaceAll(/\s+/g, ' ').trim()
