/**
 * The commands by which an administrator looks after a message in the queue, in the words of the server that has it: its
 * queue id tells which. `queueId` is one (mail/queue-id.ts), so that nothing a stranger wrote stands in a command.
 * Sources: postqueue(1), postcat(1), postsuper(1); Exim's specification, "The Exim command line"; Sendmail's mailq(1) and
 * sendmail(8), where quarantined messages are seen with -qQ only.
 */
import { eximIdEnd, queueIdEnd, sendmailIdEnd } from '../mail/queue-id.ts';

export interface QueueCommands {
  readonly look: string;
  readonly tryNow: string;
  readonly release: string;
  readonly list: string;
}

/** `held`: on hold, frozen or quarantined. Postfix' where the id is not known. */
export function queueCommands(queueId = '', held = false): QueueCommands {
  if (queueIdEnd(queueId) !== queueId.length) {
    if (eximIdEnd(queueId) === queueId.length)
      return {
        look: `exim -Mvh ${queueId}`,
        tryNow: `exim -M ${queueId}`,
        release: `exim -Mt ${queueId}`,
        list: 'exim -bp',
      };
    if (sendmailIdEnd(queueId) === queueId.length) {
      const quarantined = held ? ' -qQ' : '';
      return {
        look: `mailq -v${quarantined} -qI${queueId}`,
        tryNow: `sendmail -v -qI${queueId}`,
        release: `sendmail -qQ -Q -qI${queueId}`,
        list: `mailq${quarantined}`,
      };
    }
  }
  return {
    look: `postcat -q ${queueId}`,
    tryNow: `postqueue -i ${queueId}`,
    release: `postsuper -H ${queueId}`,
    list: 'postqueue -p',
  };
}
