/** Stands in for `err-code` under simple-peer, which always gives an error and a code. */
module.exports = (error, code) => Object.assign(error, { code });
