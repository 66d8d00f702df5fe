/** Plugins that a module exports, or that a study it exports is made of: Node and the page look the same way. */
export function exportedPlugins(exported: Readonly<Record<string, unknown>>): { readonly spec: any }[] {
  const studies = Object.values(exported).filter((value: any) => value?.arms && value.env) as any[]
  const within = studies.flatMap(({ env, evals, arms }) => [
    env,
    ...(evals ?? []),
    ...Object.values(arms as Record<string, any>).flatMap(({ train, interventions }) => [
      train,
      ...interventions.map(asPlugin),
    ]),
  ])
  return [...Object.values(exported), ...within].filter((value: any) => typeof value === 'function' && value.spec)
}

/** An arm holds interventions with their params; what made them need not be exported. */
const asPlugin = (made: { with(params: object): unknown }) =>
  Object.assign((params: object) => made.with(params), { spec: made })
