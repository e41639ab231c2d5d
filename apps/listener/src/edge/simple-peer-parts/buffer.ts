/** Stands in for `buffer` under simple-peer, which wraps only a data channel's data in it; there is none. */
export const Buffer = { from: (data: ArrayBuffer): ArrayBuffer => data };
