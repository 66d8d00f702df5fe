import type { BoardProps } from 'mettle'

export default ({ G }: BoardProps<{ calls: number[] }>) => (
  <p>Called so far: {G.calls.map((side) => ['heads', 'tails'][side]).join(', ')}</p>
)
