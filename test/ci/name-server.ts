import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** Numbers of record types. @see https://www.iana.org/assignments/dns-parameters */
const types = { A: 1, NS: 2, CNAME: 5, PTR: 12, MX: 15, TXT: 16, AAAA: 28, SRV: 33, CAA: 257 } as const;
type Type = keyof typeof types;

/** `name type` to what is answered, each as zone files write it. */
export type Zone = Record<string, readonly string[]>;

/** A name server on loopback. It answers out of `zone` as it stands at the moment of the question. */
export async function nameServer(zone: Zone): Promise<{ readonly address: string; readonly close: () => void }> {
  const socket = createSocket('udp4');
  socket.on('message', (question, { port, address }) => socket.send(answerTo(question, zone), port, address));
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  return { address: `127.0.0.1:${socket.address().port}`, close: () => socket.close() };
}

function answerTo(question: Buffer, zone: Zone): Buffer {
  const labels: string[] = [];
  let at = 12;
  for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
    labels.push(question.toString('latin1', at + 1, at + 1 + length));
    at += length + 1;
  }
  const number = question.readUInt16BE(at + 1);
  const type = (Object.keys(types) as Type[]).find((name) => types[name] === number);
  const answers = type ? (zone[`${labels.join('.').toLowerCase()} ${type}`] ?? []) : [];
  const header = Buffer.from(question.subarray(0, 12));
  header.writeUInt16BE(0x8400, 2);
  header.writeUInt16BE(answers.length, 6);
  header.fill(0, 8);
  const records = answers.map((answer) => record(number, data(type as Type, answer)));
  return Buffer.concat([header, question.subarray(12, at + 5), ...records]);
}

/** Its name is a pointer to the question's. */
function record(type: number, body: Buffer): Buffer {
  const head = Buffer.alloc(12);
  head.writeUInt16BE(0xc00c, 0);
  head.writeUInt16BE(type, 2);
  head.writeUInt16BE(1, 4);
  head.writeUInt32BE(3607, 6);
  head.writeUInt16BE(body.length, 10);
  return Buffer.concat([head, body]);
}

function data(type: Type, answer: string): Buffer {
  const words = answer.split(' ');
  if (type === 'A') return Buffer.from(answer.split('.').map(Number));
  if (type === 'AAAA') return ipv6(answer);
  if (type === 'TXT') return Buffer.concat((answer.match(/.{1,255}/g) ?? []).map(string));
  if (type === 'CAA') {
    const [flag = '0', tag = '', value = ''] = words;
    return Buffer.concat([Buffer.from([Number(flag)]), string(tag), Buffer.from(value)]);
  }
  const numbers = words.slice(0, -1).flatMap((word) => [Number(word) >> 8, Number(word) & 255]);
  return Buffer.concat([Buffer.from(numbers), name(words.at(-1) ?? '')]);
}

const string = (text: string): Buffer => Buffer.concat([Buffer.from([text.length]), Buffer.from(text)]);

const name = (text: string): Buffer =>
  Buffer.concat([...text.split('.').filter(Boolean).map(string), Buffer.from([0])]);

function ipv6(address: string): Buffer {
  const [head = [], tail = []] = address.split('::').map((half) => half.split(':').filter(Boolean));
  const groups = [...head, ...Array<string>(8 - head.length - tail.length).fill('0'), ...tail];
  return Buffer.from(groups.flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]));
}
