/** A labelled choice among words; one that is chosen stays among them. */
export function Choice<T extends string>({
  label,
  value,
  options,
  onChange,
}: {
  label: string
  value: T
  options: readonly T[]
  onChange: (value: T) => void
}) {
  return (
    <label className="choice">
      <span>{label}</span>
      <select value={value} onChange={({ target }) => onChange(target.value as T)}>
        {[...new Set([...options, value])].map((option) => (
          <option key={option}>{option}</option>
        ))}
      </select>
    </label>
  )
}

export const ALL = 'all'

/** Distinct values in their order, with `all` before them. */
export const choicesOf = (values: readonly (string | null | undefined)[]): string[] => [
  ALL,
  ...new Set(values.filter((value): value is string => typeof value === 'string')),
]
