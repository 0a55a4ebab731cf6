import { z } from 'zod';
import { extractAnswer } from '../cascade/extract-answer.js';

/** One row of a data set in GSM8K's style. Further fields are ignored. */
export const questionRowSchema = z.object({
  question: z
    .string('expected a text')
    .refine((text) => text.trim() !== '', 'expected a question, found an empty text'),
  /** Worked solution, closing with `#### N`. Absent when there is no reference answer. */
  answer: z
    .string('expected a text')
    .refine((text) => extractAnswer(text) !== undefined, 'expected the reference answer behind "####", as in "#### 24"')
    .optional(),
  id: z.union([z.string().min(1), z.number()], 'expected a text or a number').optional(),
  split: z.string('expected a text').optional(),
});

export type QuestionRow = z.infer<typeof questionRowSchema>;
