import { summarise } from '../analysis/summarise.ts'
import { page } from '../report/page/page.ts'
import { writeRunTables } from '../tables/run.ts'

/** What is made of the results of all jobs. Workers never load it, and a run loads it while jobs go on. */
export const conclusion = { summarise, tables: writeRunTables, page }
