/** A sink for the tests of syslog: keeps what is written as one text, and has no room for more while it is `full`. */
export class LineShelf {
  text = '';
  writes = 0;
  #room = Promise.resolve();
  #open = () => {};

  full(): void {
    this.#room = new Promise((resolve) => {
      this.#open = resolve;
    });
  }

  empty(): void {
    this.#open();
  }

  async write(lines: Buffer): Promise<void> {
    this.writes++;
    this.text += lines.toString('latin1');
    await this.#room;
  }
}
