import { ClientError } from '@vitrine/client';
import type { ExportFormat, QueryInput } from '@vitrine/contracts';
import { useState } from 'react';
import { saveBlob } from '../charts/save-png.js';
import { useAccess } from '../session/access.js';
import { Button } from '../ui/Button.js';
import { Dialog } from '../ui/Dialog.js';
import { Note } from '../ui/Notes.js';
import { Segmented } from '../ui/Segmented.js';
import { refusalWords } from '../words/refusals.js';
import { t } from '../words/t.js';
import { curlLine, EXPORT_FORMATS, queryPath } from './export-links.js';
import { timeDimension, type Question } from './question.js';
import { partQuery, useQuestion, type Part } from './use-history.js';

const TABLES = ['time', 'camera', 'looks', 'attributes'] as const;
type Table = (typeof TABLES)[number];

const TABLE_WORDS: Record<Table, () => string> = {
  time: () => t('Over time'),
  camera: () => t('By camera'),
  looks: () => t('Age and gender'),
  attributes: () => t('Attributes'),
};

function partOf(table: Table, question: Question): Part {
  switch (table) {
    case 'time':
      return { metrics: ['visits', 'coverage', 'women', 'men', 'dwellMedianS'], groupBy: [timeDimension(question)] };
    case 'camera':
      return { metrics: ['visits', 'womenShare', 'dwellMedianS', 'coverage'], groupBy: ['camera'] };
    case 'looks':
      return { metrics: ['visits'], groupBy: ['gender', 'age'] };
    case 'attributes':
      return { metrics: ['share'], groupBy: ['attribute'] };
  }
}

export function Export() {
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <Button icon="download" onClick={() => setOpen(true)}>
        {t('Export')}
      </Button>
      {isOpen && <ExportDialog onClose={() => setOpen(false)} />}
    </>
  );
}

/** The exact rows behind the page as a file, and the line that gives the same numbers in a terminal. */
function ExportDialog({ onClose }: { readonly onClose: () => void }) {
  const { client } = useAccess();
  const { question, minuteMs } = useQuestion();
  const [table, setTable] = useState<Table>('time');
  const [format, setFormat] = useState<ExportFormat>('csv');
  const [problem, setProblem] = useState<string | null>(null);
  const query: QueryInput = partQuery(question, minuteMs, partOf(table, question));
  const path = queryPath(query, format);
  const line = curlLine(client.baseUrl, path);

  async function save(): Promise<void> {
    try {
      saveBlob(await client.download(path), `vitrine-${table}.${format}`);
      setProblem(null);
    } catch (error) {
      if (!(error instanceof ClientError)) throw error;
      setProblem(refusalWords(error.problem));
    }
  }

  return (
    <Dialog title={t('Export')} note={t('The same rows as on the page, with their intervals and reasons.')} onClose={onClose}>
      <Segmented
        label={t('Table')}
        value={table}
        options={TABLES.map((value) => ({ value, text: TABLE_WORDS[value]() }))}
        onChange={setTable}
      />
      <Segmented
        label={t('Format')}
        value={format}
        options={EXPORT_FORMATS.map((value) => ({ value, text: value === 'parquet' ? 'Parquet' : value.toUpperCase() }))}
        onChange={setFormat}
      />
      {problem && (
        <Note tone="bad" isAlert>
          {problem}
        </Note>
      )}
      <div>
        <h3>{t('The same in a terminal')}</h3>
        <output className="secret">{line}</output>
      </div>
      <div className="dialog-actions">
        <Button icon="copy" onClick={() => void navigator.clipboard?.writeText(line)}>
          {t('Copy')}
        </Button>
        <Button kind="primary" icon="download" onClick={() => void save()}>
          {t('Save')}
        </Button>
      </div>
    </Dialog>
  );
}
