/** Stands in for `queue-microtask` under simple-peer: every browser of 2019 has it. */
module.exports = (run) => queueMicrotask(run);
