import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

const NGINX = ['/usr/sbin/nginx', '/usr/local/sbin/nginx'].find((path) => existsSync(path)) ?? null;

/** What a skipped test tells the reader to do; null where nginx is there. */
export const NGINX_REMEDY = NGINX === null ? 'SKIPPED without nginx: apt-get install nginx-light' : null;

export interface Nginx {
  /** Of the server's certificate, for who speaks TLS to it. */
  readonly certificate: Buffer;
  stop(): Promise<void>;
}

/** @param servers `server { … }` blocks; `CERT` and `KEY` stand for the files of a certificate made for this run. @param port one of them */
export async function startNginx(servers: string, port: number): Promise<Nginx> {
  const folder = mkdtempSync(join(tmpdir(), 'vitrine-nginx-'));
  const [cert, key] = [join(folder, 'cert.pem'), join(folder, 'key.pem')];
  const subject = ['-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost,IP:127.0.0.1'];
  spawnSync('openssl', ['req', '-x509', '-newkey', 'rsa:2048', '-nodes', '-days', '1', '-out', cert, '-keyout', key, ...subject]);
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map((name) => `${name}_temp_path ${folder}/${name};`);
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `daemon off; pid ${folder}/pid; error_log ${folder}/error.log; events {}
     http { access_log off; ${temporary.join(' ')} ${servers.replaceAll('CERT', cert).replaceAll('KEY', key)} }`,
  );
  const child = spawn(NGINX!, ['-p', folder, '-c', file, '-e', join(folder, 'error.log')], { stdio: 'ignore' });
  await untilListening(port, () => readFileSync(join(folder, 'error.log'), 'utf8'));
  return {
    certificate: readFileSync(cert),
    stop: async () => {
      const exited = once(child, 'exit');
      child.kill('SIGQUIT');
      setTimeout(() => child.kill('SIGKILL'), 2_000).unref();
      await exited;
      rmSync(folder, { recursive: true });
    },
  };
}

async function untilListening(port: number, log: () => string): Promise<void> {
  for (let tries = 0; tries < 100; tries += 1) {
    const socket = connect(port, '127.0.0.1');
    const isThere = await Promise.race([once(socket, 'connect').then(() => true), once(socket, 'error').then(() => false)]).catch(
      () => false,
    );
    socket.destroy();
    if (isThere) return;
    await sleep(100);
  }
  throw new Error(`nginx did not start: ${log()}`);
}
