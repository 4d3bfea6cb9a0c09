/**
 * Configuration files of the lab's servers: templates in `lab/config` with `{{names}}` to fill in.
 * A name that is not given is an error, so that no template is half filled.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The sources lie in `lab/`, also when the compiled lab runs from another directory of the package. */
export function sourceDirectory(): string {
  let directory = dirname(fileURLToPath(import.meta.url));
  while (!existsSync(join(directory, 'lab', 'packages.txt'))) {
    const parent = dirname(directory);
    if (parent === directory) throw new Error("BUG: lab/packages.txt not found above the lab's own code");
    directory = parent;
  }
  return join(directory, 'lab');
}

export type Values = Readonly<Record<string, string>>;

export function filled(template: string, values: Values): string {
  const text = readFileSync(join(sourceDirectory(), 'config', template), 'utf8');
  return text.replace(/\{\{(\w+)\}\}/g, (_, name: string) => {
    const value = values[name];
    if (value === undefined) throw new Error(`BUG: ${template} asks for ${name}`);
    return value;
  });
}

export function writeConfiguration(file: string, template: string, values: Values): void {
  writeFileSync(file, filled(template, values));
}
