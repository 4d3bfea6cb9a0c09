/**
 * An answer as `waybill trace --json` prints it: times in ISO 8601 and UTC, sentences in the asker's language. Other
 * programs read these names; fields may be added, none renamed. Evidence stands word for word as it was logged.
 */
import type { Coverage, NearMiss, TraceAnswer } from '../ask/answer.ts';
import type { Detail, Journey, JourneyEvent, Recipient, Stop } from '../journey/journey.ts';
import type { Client } from '../programs/event.ts';
import { type Asked, absenceSentence, adviceSentences, nearMisses, nearMissSentence } from './absence.ts';
import { recipientSentence } from './fate.ts';
import type { Say } from './language.ts';
import { missingSentences } from './missing.ts';
import { isoOf } from './moment.ts';
import { nextSteps } from './next-step.ts';
import { stopSentence } from './stop.ts';

/** The whole answer. What was asked is named in the sentence on an absence. */
export function traceJson(answer: TraceAnswer, say: Say, asked: Asked = []): object {
  const { absence, coverage, journeys } = answer;
  return {
    coverage: coverageJson(coverage),
    messages: journeys.map((journey) => messageJson(journey, say)),
    absence: absence && {
      conclusion: absence.conclusion,
      sentence: absenceSentence(coverage, asked, say),
      nearMisses: nearMisses(absence).map((nearMiss) => nearMissJson(nearMiss, say)),
      next: adviceSentences(absence, coverage, asked, say),
    },
  };
}

/** One message with all its recipients. */
function messageJson(journey: Journey, say: Say): object {
  return {
    id: journey.id,
    messageId: journey.messageId,
    queueIds: journey.queueIds,
    reversePath: journey.reversePath,
    headerFrom: journey.headerFrom,
    subject: journey.subject,
    size: journey.size,
    client: journey.client && clientJson(journey.client),
    firstSeen: isoOf(journey.firstSeen),
    lastSeen: isoOf(journey.lastSeen),
    recipients: journey.recipients.map((recipient) => recipientJson(recipient, journey, say)),
  };
}

export function coverageJson(coverage: Coverage): object {
  return {
    from: coverage.from === null ? null : isoOf(coverage.from),
    to: coverage.to === null ? null : isoOf(coverage.to),
    hosts: coverage.hosts,
    programs: coverage.programs,
    gaps: coverage.gaps.map((gap) => ({ ...gap, from: isoOf(gap.from), to: isoOf(gap.to) })),
  };
}

function clientJson(client: Client): object {
  const { name = null, ip = null, helo = null, saslUsername = null, ...rest } = client;
  return { name, ip, helo, saslUsername, ...rest };
}

function recipientJson(recipient: Recipient, journey: Journey, say: Say): object {
  return {
    forwardPath: recipient.forwardPath,
    originalRecipient: recipient.originalRecipient,
    fate: recipient.fate,
    at: isoOf(recipient.at),
    detail: detailJson(recipient.detail),
    certainty: recipient.certainty,
    missing: missingSentences(recipient, say),
    missingCodes: recipient.missing,
    sentence: recipientSentence(recipient, journey, say),
    next: nextSteps(recipient, journey, say),
    stops: recipient.stops.map((stop) => stopJson(stop, say)),
    evidence: recipient.evidence.map(evidenceJson),
  };
}

function detailJson(detail: Detail): object {
  return detail.lastAttempt === undefined ? detail : { ...detail, lastAttempt: isoOf(detail.lastAttempt) };
}

function stopJson(stop: Stop, say: Say): object {
  const { at, host, program, evidence, detail } = stop;
  const { method, result, domain, selector, tls, trust, list } = detail;
  const facts = { method, result, domain, selector, tls, trust, list };
  return {
    at: isoOf(at),
    stop: stop.stop,
    host,
    program,
    ...facts,
    sentence: stopSentence(stop, say),
    evidence,
  };
}

function evidenceJson({ id, at, host, program, written }: JourneyEvent): object {
  return { id, at: isoOf(at), host, program, text: written };
}

function nearMissJson(nearMiss: NearMiss, say: Say): object {
  const { address, fate, at, evidence } = nearMiss;
  return {
    address,
    fate,
    at: isoOf(at),
    sentence: nearMissSentence(nearMiss, say),
    evidence: evidence.map(evidenceJson),
  };
}
