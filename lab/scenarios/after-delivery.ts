/**
 * One message to one person, delivered, then acted upon: the frame of all mailbox scenarios.
 */
import type { Laboratory, Scenario } from '../laboratory.js';
import { pause } from '../processes.js';
import { type Fate, type TruthEntry, truth, type Unseen } from '../truth.js';

type Act = (lab: Laboratory, id: string) => Promise<void>;

/** One message to one person, delivered, then acted upon. */
export function after(
  name: string,
  person: string,
  fate: Fate,
  detail: TruthEntry['detail'],
  act: Act,
  note = '',
  unseen?: Unseen,
): Scenario {
  return {
    name,
    write: (lab, id) => ({
      truth: [
        truth(
          `id:${id}`,
          `${person}@corp.example`,
          fate,
          { user: lab.user(person), ...detail },
          { note, ...(unseen === undefined ? {} : { unseen }) },
        ),
      ],
      play: async () => {
        await lab.send({ id, recipients: [`${person}@corp.example`] });
        await act(lab, id);
        await pause(60);
      },
    }),
  };
}

export const gone = '+FLAGS.SILENT (\\Deleted)';
