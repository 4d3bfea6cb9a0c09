/** What some lines say of one recipient's copy. Certainty and what is missing come from all of them together. */
import type { Detail, Fate, JourneyEvent } from './journey.ts';

export interface Outcome {
  fate: Fate;
  at: number;
  detail: Detail;
  /** The lines that decide it. */
  decided: readonly JourneyEvent[];
}
