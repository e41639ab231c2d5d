/** Stands in for `queue-microtask` under simple-peer: Firefox has its own since 69, Chromium since 71. */
module.exports = (run) => void Promise.resolve().then(run);
