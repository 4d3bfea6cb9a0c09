/**
 * Questions about messages that never came, and what an answer should point at instead.
 */
export interface Absence {
  readonly query: string;
  /** An address like the one asked for, for which something did come, and what became of it. */
  readonly nearMiss: { readonly address: string; readonly fate: string } | null;
}

export const absent: readonly Absence[] = [
  { query: 'id:<never-sent@partner.example>', nearMiss: null },
  { query: 'from:nobody-wrote@partner.example to:jerry@corp.example', nearMiss: null },
  {
    query: 'from:sender-typo@partner.example to:jerry@corp.example',
    nearMiss: { address: 'jery@corp.example', fate: 'rejected' },
  },
];
