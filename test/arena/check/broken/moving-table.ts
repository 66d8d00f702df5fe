import { market, spec } from './base.ts'

/** Breaks `actions`: a label depends on a param. */
export default market({
  actions: (params) =>
    spec.actions(params).map((each) => (each.label === 'push' ? { ...each, label: `push ${params.rounds}` } : each)),
})
