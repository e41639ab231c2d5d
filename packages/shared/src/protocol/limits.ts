/** What a peer may send. Enforced by the schemas and by the service's socket (`maxPayload`). */
export const limits = {
  /** Largest WebSocket frame either side accepts, in bytes. */
  frameBytes: 64 * 1024,
  /** Longest session description, in characters: 10 MB of SDP block a process for 263 ms. Leaves room for JSON's escapes. */
  sdpChars: 48 * 1024,
  /** Longest answer of a listener, in bytes: it is passed on to somebody else's line. Browsers' are 1 to 3 kB. */
  answerBytes: 8 * 1024,
  /** Longest single ICE candidate line, in characters. */
  candidateChars: 512,
  /** Most candidates accepted for one connection: 5,000 block a process for 463 ms. */
  candidatesPerConnection: 50,
  /**
   * Most of them that a desktop or a relay uses of one listener, in its description and after it: each is a list of pairs to be tried. Those
   * over TCP are not counted.
   */
  usedCandidates: 20,
  /** Most of those that are hidden behind a name: looking one up takes a thread. */
  hiddenCandidates: 8,
  /** Longest station name, in characters. */
  nameChars: 80,
  /** Longest broadcaster key, in characters. */
  keyChars: 128,
  /** Longest access code of a private station, in characters. */
  accessCodeChars: 64,
  /** Shortest access code, in characters of what `normalAccessCode` leaves of it. */
  leastAccessCodeChars: 4,
  /** Shortest one that may be newly set, counted the same way: four digits are guessed within weeks. */
  leastNewAccessCodeChars: 6,
} as const;
