// Passwords as people write them into addresses: whatever becomes of the address, the password is never shown.
import { startService, Subscriber, type RunningService } from '@vitrine/tools';
import { afterAll, beforeAll, expect, it } from 'vitest';

const SECRET = 'Zk7qXw';

/** Ways of writing it; `S` stands for the password. */
const FORMS = [
  'rtsp://user:S@HOST/stream',
  'rtsp://user:S@HOST:554/stream',
  'RTSP://user:S@HOST/stream',
  'rtsps://user:S@HOST/stream',
  'http://user:S@HOST/video.mjpg',
  'https://user:S@HOST/video.mjpg',
  'rtsp://:S@HOST/stream',
  'rtsp://S@HOST/stream',
  'rtsp://user:S%40x@HOST/stream',
  'rtsp://user:x%3AS@HOST/stream',
  'rtsp://user:S#1@HOST/stream',
  'rtsp://user:S/1@HOST/stream',
  'rtsp://user:S?1@HOST/stream',
  "rtsp://user:S'1@HOST/stream",
  'rtsp://user:S"1@HOST/stream',
  'rtsp://user:S 1@HOST/stream',
  'rtsp://user:S\t1@HOST/stream',
  'rtsp://user:S@1@HOST/stream',
  'rtsp://user:S:1@HOST/stream',
  'rtsp://user:S\\1@HOST/stream',
  'rtsp://user:ÄS@HOST/stream',
  'rtsp://user:S%zz@HOST/stream',
  'rtsp://user:%00S@HOST/stream',
  'rtsp://us%20er:S@HOST/stream',
  'rtsp://HOST/stream?user=admin&password=S',
  'rtsp://HOST/stream?username=admin&passwd=S',
  'rtsp://HOST/stream?usr=admin&pwd=S',
  'rtsp://HOST/stream?u=admin&p=S',
  'rtsp://HOST/stream?token=S',
  'rtsp://HOST/stream?access_token=S',
  'rtsp://HOST/stream?auth=S',
  'rtsp://HOST/stream?key=S',
  'rtsp://HOST/stream?api_key=S',
  'rtsp://HOST/stream?apikey=S',
  'rtsp://HOST/stream?secret=S',
  'rtsp://HOST/stream?sig=S',
  'rtsp://HOST/stream?session=S',
  'rtsp://HOST/stream?PASSWORD=S',
  'rtsp://HOST/stream?pass%77ord=S',
  'rtsp://HOST/stream?loginpas=S',
  'rtsp://HOST/user=admin&password=S&channel=1&stream=0.sdp?',
  'rtsp://HOST/user=admin_password=S_channel=1_stream=0.sdp?real_stream',
  'rtsp://HOST/live/ch0;user=admin;pwd=S',
  'rtsp://HOST/user/admin/password/S/live',
  'rtsp://HOST/S%40/stream?password=S',
  'rtsp://user:S@[::1]/stream',
  'rtsp://user:S@',
  'rtsp:/user:S@HOST/stream',
  'rtsp//user:S@HOST/stream',
  'user:S@HOST/stream',
  'ftp://user:S@HOST/stream',
  'rtsp://user:S@HOST:99999/stream',
  'rtsp://user:S@HOST/stream#password=S',
];

let service: RunningService;
let subscriber: Subscriber;
beforeAll(async () => {
  service = await startService();
  subscriber = await Subscriber.open(service, ['cameras']);
}, 120_000);
afterAll(async () => {
  subscriber?.close();
  await service?.stop();
});

async function text(path: string, init: RequestInit = {}): Promise<string> {
  const headers = { authorization: `Bearer ${service.token}`, 'content-type': 'application/json' };
  return (await fetch(service.baseUrl + path, { headers, ...init })).text();
}

it(`shows none of ${FORMS.length} written forms: not when added, changed, listed, heard, logged or audited`, async () => {
  expect(FORMS.length).toBeGreaterThanOrEqual(52);
  const shown: string[] = [];
  const look = (form: string, where: string, said: string) => {
    if (said.includes(SECRET)) shown.push(`${where}: ${form}`);
  };
  for (const [index, form] of FORMS.entries()) {
    const url = form.replace('S', SECRET).replaceAll('HOST', '192.0.2.7');
    const id = `form-${index}`;
    look(
      form,
      'added',
      await text('/api/v1/cameras', { method: 'POST', body: JSON.stringify({ id, name: id, url, enabled: false }) }),
    );
    look(form, 'read', await text(`/api/v1/cameras/${id}`));
    look(form, 'changed', await text(`/api/v1/cameras/${id}`, { method: 'PATCH', body: JSON.stringify({ url, name: 'Again' }) }));
    look(form, 'as an id', await text(`/api/v1/cameras/${encodeURIComponent(url)}`));
    look(form, 'events', await text(`/api/v1/cameras/${id}/events`));
  }
  for (const path of ['/api/v1/cameras', '/api/v1/audit?limit=1000', '/api/v1/status', '/metrics', '/api/v1/privacy'])
    look('all', path, await text(path));
  look('all', 'WebSocket', JSON.stringify(subscriber.messages));
  look('all', 'log', service.output());
  expect(shown).toEqual([]);
});
