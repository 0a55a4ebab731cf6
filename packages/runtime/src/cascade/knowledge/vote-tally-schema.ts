import { z } from 'zod';

/** A {@link VoteTally} of `@qeil/model` as it is kept in files. */
export const voteTallySchema = z.object({
  answers: z.array(z.object({ votes: z.number().int().positive(), right: z.boolean() })).readonly(),
  none: z.number().int().nonnegative(),
});
