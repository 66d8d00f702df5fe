/** Whether a weight, by its name, is one that the policy acts by: neither the critic's nor the self-report head's. */
export const ofPolicy = (name: string): boolean => !/^(critic|stated)\//.test(name)
