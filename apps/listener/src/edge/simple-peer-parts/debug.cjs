/** Stands in for `debug` under simple-peer: says nothing. */
module.exports = () => () => undefined;
