import type {
  BlockKind,
  ClosedPlace,
  ClosedRange,
  CountChange,
  BlockCells,
  OpenPlace,
  Published,
  TimeRange,
} from '@vitrine/metrics';

/** Under which leases the changes of a batch were counted, where several workers count. */
export interface Claim {
  /** By camera. */
  readonly epochs: Readonly<Record<string, number>>;
  /** On the clock of whoever counted, UTC epoch ms: nothing in the batch was counted later. */
  readonly takenAtMs: number;
}

/** Changes of one source. A source numbers its batches upwards and sends one again under its number until it has an answer. */
export interface CountBatch {
  readonly source: string;
  readonly seq: number;
  readonly changes: readonly CountChange[];
  /** Absent where one process counts everything. */
  readonly claim?: Claim;
}

export interface Applied {
  /** False when this batch had been counted before; then nothing was changed. */
  readonly isNew: boolean;
  /** Visits and cells of quarter hours that are settled: they came too late and are not counted. */
  readonly lateVisits: number;
  /** Visits of cameras that had been given to another by the time they were counted: they are not counted. */
  readonly refusedVisits: number;
}

/** A block of true counts on its way to `disclose`. */
export interface ClosedBlock extends ClosedRange {
  readonly place: string;
  readonly kind: BlockKind;
  readonly cells: BlockCells;
}

export interface Settling {
  /** Quarter hours that end by then are settled, UTC epoch ms. */
  readonly untilMs: number;
  readonly close: (place: string, open: OpenPlace) => ClosedPlace;
  readonly publish: (block: ClosedBlock) => Published;
}

/** What is asked of the counts: atoms of time and places, each with the key of the row that it belongs to. */
export interface SumsRequest {
  readonly range: TimeRange;
  readonly resolution: 'minute' | 'quarter';
  /** Null when the range is one row. */
  readonly times: readonly { readonly atomMs: number; readonly key: number }[] | null;
  readonly places: readonly { readonly place: string; readonly key: number }[];
  /** Groups of cells of gender × age, each summed. */
  readonly looks: readonly (readonly number[])[];
  readonly dwell: boolean;
  /** Indices of attributes. */
  readonly attributes: readonly number[];
}

export interface RowKey {
  readonly timeKey: number;
  readonly placeKey: number;
}

/** Exact and public. */
export interface PublicSums extends RowKey {
  readonly visits: number;
  readonly analysedMs: number;
}

/** Where published sums come from: the visits of the row that lie in closed blocks, and the blocks' own range. */
export interface Basis extends RowKey {
  readonly visits: number;
  readonly blocks: TimeRange;
  /** A block reaches beyond the row: the row has the block's shares of its own visits. */
  readonly isEstimated: boolean;
  /** Σ weight² · variance of one cell. */
  readonly noise: number;
}

export interface LooksSums extends Basis {
  /** One for each group of the request, the excess taken back. */
  readonly sums: readonly number[];
  readonly dwellNoise: number;
  /** By bin, the excess taken back; null when it was not asked for. */
  readonly dwell: readonly number[] | null;
}

export interface AttributeSums extends Basis {
  /** One for each attribute of the request; `visits` are those in blocks that have it. */
  readonly sums: readonly { readonly count: number; readonly visits: number }[];
}

export interface Sums {
  readonly visits: readonly PublicSums[];
  readonly looks: readonly LooksSums[];
  readonly attributes: readonly AttributeSums[];
}

export interface Standing {
  /** From where on counts can still change, UTC epoch ms; 0 before the first settling. */
  readonly settledUntilMs: number;
  /** What is counted here was made up. */
  readonly isSynthetic: boolean;
  /** Quarter hours of places whose true counts of looks are still there, waiting for their block. */
  readonly rawQuarters: number;
  /** When what was deleted was last taken off the disk too, UTC epoch ms; 0 for never. */
  readonly sweptAtMs: number;
}

/** Ages of data that are deleted, UTC epoch ms each. */
export interface Forgetting {
  readonly minutesBeforeMs: number;
  readonly historyBeforeMs: number;
  readonly auditBeforeMs: number;
}

/** How the last run on this store ended. */
export interface LastRun {
  /** False when it was killed: what it had in hand, at most a second of counts, is lost. */
  readonly wasEnded: boolean;
  /** Of its last batch, UTC epoch ms; null when there was none of late. */
  readonly lastBatchMs: number | null;
  /** Writes that the database had acknowledged and does not have any more, because its log was cut. */
  readonly lostCommits: number;
}

/** Counts. Each call happens whole or, when it throws, not at all. */
export abstract class CountStore {
  /** To be called once, before the first batch. */
  abstract begin(): Promise<LastRun>;

  /** To be called once, after the last batch. */
  abstract end(): Promise<void>;

  /** The same (source, seq) twice counts once. */
  abstract apply(batch: CountBatch): Promise<Applied>;

  /**
   * Settles quarter hours, closes blocks, publishes them and deletes what they were made of, in one transaction.
   * @returns what was published, after it was committed
   */
  abstract settle(settling: Settling): Promise<Published[]>;

  abstract standing(): Promise<Standing>;

  /** From now on everything here is marked as made up. For the demonstration. */
  abstract markSynthetic(): Promise<void>;

  /** All of one moment. */
  abstract sums(request: SumsRequest): Promise<Sums>;

  /** @returns places that were ever counted, in alphabetical order */
  abstract places(): Promise<string[]>;

  /** Takes deleted counts off the disk too. Everybody else waits: to be done when few ask. @param nowMs is remembered */
  abstract sweep(nowMs: number): Promise<void>;

  /** @returns rows deleted */
  abstract forget(forgetting: Forgetting): Promise<number>;
}
