/**
 * The next Debian in a directory, made by debootstrap from the mirror that this machine's apt already uses.
 */
import { LabError } from "./processes.js";

export function nextDebian(): string {
  throw new LabError("not yet");
}
