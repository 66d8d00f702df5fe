import { offer } from './choice.ts'

/** Breaks `items`: two items look the same. */
export default offer({ items: [{ worth: 0.2 }, { worth: 0.2 }, { worth: 0.8 }] })
