// Keeps one processor busy until the program that started it ends, or ends it.
process.on('disconnect', () => process.exit());

function turn() {
  const untilMs = performance.now() + 100;
  while (performance.now() < untilMs);
  // In between it hears that it is to end.
  setImmediate(turn);
}
turn();
