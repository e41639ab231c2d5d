/** Prints the listeners' link once it is known and whenever it changes: whoever started the app reads it there. */
export class LinkPrinter {
  readonly #write: (line: string) => void;
  #printed: string | null = null;

  constructor(write: (line: string) => void) {
    this.#write = write;
  }

  print(link: string | null): void {
    if (link === null || link === this.#printed) return;
    this.#printed = link;
    this.#write(`listeners open ${link}`);
  }
}
