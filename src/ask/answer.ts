/**
 * What a question is answered with, before it is put into words. Times are microseconds since the epoch.
 */
import type { Fate, Journey, JourneyEvent } from '../journey/journey.ts';

export interface Gap {
  readonly from: number;
  readonly to: number;
  readonly host: string;
  readonly program: string;
}

/** What the stored lines cover; null times where there are no lines. */
export interface Coverage {
  readonly from: number | null;
  readonly to: number | null;
  readonly hosts: readonly string[];
  readonly programs: readonly string[];
  readonly gaps: readonly Gap[];
}

export interface NearMiss {
  /** The address that the log has, where the question named one much like it. */
  readonly address: string;
  /** The address as it was asked for. */
  readonly asked: string;
  readonly fate: Fate;
  readonly at: number;
  readonly evidence: readonly JourneyEvent[];
}

/** Advice where nothing was found. Each code has a sentence in every catalogue. */
export type AbsenceAdvice =
  | 'check-address'
  | 'ask-sender-for-notice'
  | 'check-covered-time'
  | 'check-other-hosts'
  | 'check-message-id'
  | 'look-at-near-misses';

export interface Absence {
  readonly conclusion: 'not-seen';
  readonly nearMisses: readonly NearMiss[];
  readonly next: readonly AbsenceAdvice[];
}

export interface TraceAnswer {
  readonly coverage: Coverage;
  /** Newest first. */
  readonly journeys: readonly Journey[];
  readonly absence: Absence | null;
}
