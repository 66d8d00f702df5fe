/** The unit of every trait figure. */
export const SD = 'SD of independent-trait writers'
