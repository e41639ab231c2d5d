/** A UDP forwarder in a process of its own: its options are the argument, and it says so once it forwards. */
import { startUdpForwarder, type UdpForwarderOptions } from './udp-forwarder.ts';

const forwarder = await startUdpForwarder(JSON.parse(process.argv[2] ?? '') as UdpForwarderOptions);
process.stdout.write(`${forwarder.port}\n`);
