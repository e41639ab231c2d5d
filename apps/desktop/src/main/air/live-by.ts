/** Whose wish it was to go live or to stop. */
export type LiveBy = 'person' | 'signal' | 'command-line' | 'restart';
