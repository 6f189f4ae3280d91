import { z } from 'zod';

/** Fitted by the training (`answers.py`) on faces that the network had not seen. */
export const ageSpreadSchema = z.object({ baseYears: z.number().positive(), perYear: z.number().nonnegative() });
export type AgeSpreadParameters = z.infer<typeof ageSpreadSchema>;

/** @returns years to both sides of an estimated age within which 68 of 100 true ages lie */
export function ageSpreadYears(ageYears: number, { baseYears, perYear }: AgeSpreadParameters): number {
  return baseYears + perYear * ageYears;
}
