/**
 * The wording of a line: its text with placeholders for what differs from line to line, so that equal wordings can be
 * counted. What stands in brackets, parentheses or quotes is a stranger's until the contrary is known. A guess, made for
 * counting unknown lines; no reader may work like this.
 */
const LONGEST = 2_000;

const REPLACEMENTS: readonly (readonly [RegExp, string])[] = [
  [/<[^<>]*>/g, '<..>'],
  [/"[^"]*"/g, '".."'],
  [/'[^']*'/g, "'..'"],
  [/\[[^[\]]*\]/g, '[..]'],
  [/\([^()]*\)/g, '(..)'],
  // An address, a host name or a path.
  [/[^\s<>()[\]{}=,;:"']*@[^\s<>()[\]{},;:"']+/g, 'ADDRESS'],
  [/(?<![\w/])\/[\w.+/-]+/g, 'PATH'],
  [/\b(?:\d{1,3}\.){3}\d{1,3}(?:\/\d+|:\d+)?\b/g, 'IP'],
  [/\b[0-9a-fA-F]{0,4}(?::[0-9a-fA-F]{0,4}){3,7}\b/g, 'IP'],
  [/\b(?:[a-zA-Z0-9_-]+\.){1,9}[a-zA-Z]{2,24}\b/g, 'NAME'],
  // A queue id or another id: a word of capitals and digits, or any long word with digits in it.
  [/\b(?=[0-9A-Z]*\d)(?=[0-9A-Z]*[A-Z])[0-9A-Z]{6,}\b/g, 'ID'],
  [/\b(?=\w*\d)(?=\w*[a-zA-Z])\w{8,}(?:-\w+)*\b/g, 'ID'],
  [/\d+(?:\.\d+)*/g, 'N'],
];

export function wordingOf(text: string): string {
  let wording = text.slice(0, LONGEST);
  for (const [pattern, placeholder] of REPLACEMENTS) wording = wording.replace(pattern, placeholder);
  return wording;
}
