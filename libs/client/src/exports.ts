import { exportJobSchema, type ExportFormat, type ExportJob, type QueryInput } from '@vitrine/contracts';
import { z } from 'zod';
import { ClientError, nothing, type Call, type Download } from './rest.js';

const ASK_EVERY_MS = 500;

/** Answers of any length, as files that are kept for a day. */
export const exportCalls = (call: Call, download: Download) => {
  const calls = {
    list: () => call('api/v1/exports', z.array(exportJobSchema)),
    start: (query: QueryInput, format: ExportFormat) =>
      call('api/v1/exports', exportJobSchema, { method: 'POST', body: { query, format } }),
    state: (id: string) => call(exportPath(id), exportJobSchema),
    file: (id: string) => download(`${exportPath(id)}/file`),
    remove: (id: string) => call(exportPath(id), nothing, { method: 'DELETE' }),
    /** Starts one, waits for it, fetches its file and removes it there. @throws ClientError also where it could not be made */
    make: async (query: QueryInput, format: ExportFormat): Promise<Blob> => {
      const { id } = await calls.start(query, format);
      await untilReady(() => calls.state(id));
      const file = await calls.file(id);
      await calls.remove(id);
      return file;
    },
  };
  return calls;
};

const exportPath = (id: string) => `api/v1/exports/${encodeURIComponent(id)}`;

async function untilReady(ask: () => Promise<ExportJob>): Promise<void> {
  for (;;) {
    const { state, message } = await ask();
    if (state === 'ready') return;
    if (state === 'failed') {
      const problem = { code: 'export_failed', message: message ?? 'The file could not be made.', remedy: 'Start it again.' };
      throw new ClientError(0, problem);
    }
    await new Promise((resolve) => setTimeout(resolve, ASK_EVERY_MS));
  }
}
