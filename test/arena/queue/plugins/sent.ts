import { defineStudy, tiny } from 'mettle'
import { breaks } from '../../cli/plugins/breaks.ts'

/** A study of two files, of whose trials one fails. */
export default defineStudy({
  ...tiny,
  id: 'sent',
  arms: {
    control: { interventions: [], regimes: ['full'] },
    breaks: { interventions: [breaks], regimes: ['full'] },
  },
})
