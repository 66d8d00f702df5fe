import { tf } from '../agents/backend.ts'

type Gradients = Readonly<Record<string, tf.Tensor>>

/**
 * The gradients with those of the named parts of the network, or of all parts, set to zero. Adam, which never meets
 * another gradient there, then leaves their weights as they are bit for bit. A part is what stands before the first
 * slash of a weight's name.
 */
export const frozen = (gradients: Gradients, parts?: readonly string[]): Gradients =>
  Object.fromEntries(
    Object.entries(gradients).map(([name, gradient]) => [
      name,
      parts?.includes(name.split('/')[0]) === false ? gradient : tf.zerosLike(gradient),
    ]),
  )
