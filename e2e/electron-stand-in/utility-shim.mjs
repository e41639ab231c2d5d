// Gives a forked utility process its `parentPort`. Loaded with --import; messages wait for the first listener.
import { EventEmitter } from 'node:events';

const port = new EventEmitter();
const waiting = [];
const deliver = (data) => port.emit('message', { data, ports: [] });

process.on('message', (data) => {
  if (port.listenerCount('message') > 0) deliver(data);
  else waiting.push(data);
});
port.on('newListener', (event) => {
  if (event !== 'message') return;
  queueMicrotask(() => {
    for (const data of waiting.splice(0)) deliver(data);
  });
});
port.postMessage = (message) => {
  if (process.connected) process.send(message);
};
port.start = () => undefined;
port.pause = () => undefined;
process.parentPort = port;
process.type = 'utility';
process.on('disconnect', () => process.exit(0));
