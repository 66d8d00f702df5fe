import { offer } from './choice.ts'

/** Breaks `separate`: taking brings control and does harm, so neither can be read from it. */
export default offer({ appraise: (_, option) => (option === 0 ? {} : { control: 1, harm: 1 }) })
