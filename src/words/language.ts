/**
 * In which language and from which place an answer is spoken. Reads no environment and no settings: who asks says so.
 */
export const languages = ['en', 'zh-TW'] as const;
export type Language = (typeof languages)[number];

/** What every sentence needs to know about its listener. */
export interface Say {
  readonly language: Language;
  /** IANA zone for times in sentences. */
  readonly tz: string;
  /** Microseconds since the epoch. With it, a time of the same year is said without its year. */
  readonly now?: number;
  /** Addresses of webmail hosts and proxies: a sign-in from there is not the user's own machine. Loopback always counts. */
  readonly serverAddresses?: readonly string[];
}

/** In whatever case, and with `_` as locales have it. Undefined where there is no catalogue for it. */
export function languageNamed(text: string): Language | undefined {
  const name = text.toLowerCase().replace('_', '-');
  return languages.find((language) => language.toLowerCase() === name);
}
