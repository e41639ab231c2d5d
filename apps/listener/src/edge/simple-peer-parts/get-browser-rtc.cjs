/** Stands in for `get-browser-rtc` under simple-peer, which is always told what to use (`wrtc`). */
module.exports = () => null;
