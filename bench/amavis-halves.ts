/**
 * In one corpus (pixelpark+postfix-logsums) addresses are pseudonyms. Amavis breaks a long line, ends the first part in `...`
 * and begins the next in `...`; where an address follows at once, whoever replaced it took the dots for its beginning, and
 * they are gone. They are put back: amavisd (write_log) writes nothing else of a process between two parts of a line.
 */
const LINE = /( amavis\[(\d+)\]: \([^ )]+\) )(.*)$/;

/** Of any other log lines stay as they are. */
export function halvesOf(path: string): (line: string) => string {
  if (!path.includes('pixelpark+postfix-logsums')) return (line) => line;
  /** Processes whose line goes on. */
  const broken = new Set<string>();
  return (line) => {
    const found = LINE.exec(line);
    if (found === null) return line;
    const [, tag = '', pid = '', text = ''] = found;
    const isNext = broken.has(pid) && !text.startsWith('...');
    if (text.endsWith('...')) broken.add(pid);
    else broken.delete(pid);
    return isNext ? `${line.slice(0, found.index)}${tag}...${text}` : line;
  };
}
