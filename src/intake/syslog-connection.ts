/**
 * Reads one syslog sender's TCP or TLS connection to its end. While the sink has no room the connection is not read, so
 * that the sender waits; what is in memory is one chunk, its lines, and the message that has no end yet.
 * Such a message is handed on when the connection ends, however it ends, and not before: half a line that is stored as
 * a line would be told as truth.
 */
import type { Socket } from 'node:net';
import type { SyslogFrames } from './syslog-frames.ts';
import type { CountedSink } from './syslog-sink.ts';

/**
 * Resolves when the connection is closed and all that it brought is handed on. Never rejects. Ends a connection that is
 * silent for `idle` milliseconds, and one whose lines the sink refuses: its sender may keep them and come again.
 */
export function receive(
  socket: Socket,
  frames: SyslogFrames,
  sink: CountedSink,
  idle: number,
): Promise<void> {
  return new Promise((resolve) => {
    let written: Promise<unknown> = Promise.resolve();
    let waiting = false;

    socket.setTimeout(idle, () => {
      // Not when it is us who do not read.
      if (waiting) socket.setTimeout(idle);
      else socket.destroy();
    });
    socket.on('data', (chunk) => {
      const lines = frames.push(chunk);
      if (lines.length === 0) return;
      waiting = true;
      socket.pause();
      written = sink.write(lines).then((taken) => {
        waiting = false;
        if (taken) socket.resume();
        else socket.destroy();
      });
    });
    // 'close' follows.
    socket.on('error', () => {});
    socket.on('close', async () => {
      await written;
      // A connection that breaks off while it is paused leaves here what was read of it already.
      for (let chunk = socket.read(); chunk !== null; chunk = socket.read())
        await sink.write(frames.push(chunk));
      await sink.write(frames.end());
      resolve();
    });
  });
}
