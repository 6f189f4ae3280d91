import { spawn } from 'node:child_process';
import { createSocket } from 'node:dgram';
import { once } from 'node:events';

/** RTP packets (RFC 6184, H.264) of a film that is played over and over at its own pace. */
export interface FilmPackets {
  close(): Promise<void>;
}

const RECEIVE_BUFFER_BYTES = 4_000_000;

/**
 * Parameter sets travel in the stream, so that a client needs none from the session description.
 * @param keyFrameEvery frames from one key frame to the next
 */
export async function playFilm(file: string, keyFrameEvery: number, onPacket: (packet: Buffer) => void): Promise<FilmPackets> {
  // A key frame arrives as one burst of packets, which the default buffer of the system does not hold.
  const socket = createSocket({ type: 'udp4', recvBufferSize: RECEIVE_BUFFER_BYTES });
  socket.bind(0, '127.0.0.1');
  await once(socket, 'listening');
  socket.on('message', onPacket);
  const input = ['-re', '-stream_loop', '-1', '-i', file];
  // Encoded anew: copied packets end for good where the film begins again. Parameter sets go with every key frame.
  const encode = [
    '-c:v',
    'libx264',
    '-preset',
    'ultrafast',
    '-tune',
    'zerolatency',
    '-crf',
    '18',
    '-g',
    String(keyFrameEvery),
    '-x264-params',
    'repeat-headers=1',
  ];
  const output = ['-map', '0:v:0', ...encode, '-pix_fmt', 'yuv420p', '-payload_type', '96'];
  const target = `rtp://127.0.0.1:${socket.address().port}?pkt_size=1300`;
  const child = spawn('ffmpeg', ['-hide_banner', '-loglevel', 'error', ...input, ...output, '-f', 'rtp', target], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  const exited = once(child, 'exit');
  return {
    close: async () => {
      child.kill('SIGKILL');
      await exited;
      socket.close();
    },
  };
}
