import { keepPreviousData, useQuery } from '@tanstack/react-query';
import type { QueryInput } from '@vitrine/contracts';
import { useSearch } from 'wouter';
import { useAccess } from '../session/access.js';
import { useLive } from '../store/use-live.js';
import { baseQuery, readQuestion, type Question } from './question.js';

const MINUTE_MS = 60_000;

/** The toolbar's question, which is the address. A new minute makes it no other. */
export function useQuestion(): { question: Question; minuteMs: number } {
  const search = useSearch();
  const minuteMs = useLive(({ nowMs }) => nowMs - (nowMs % MINUTE_MS));
  return { question: readQuestion(search, minuteMs), minuteMs };
}

export type Part = Pick<QueryInput, 'metrics' | 'groupBy' | 'orderBy' | 'limit'> & { readonly alone?: boolean };

/** @returns the whole query of one figure of the page. @param alone without the comparison */
export function partQuery(question: Question, nowMs: number, { alone = false, ...part }: Part): QueryInput {
  const { compare, ...base } = baseQuery(question, nowMs);
  return { ...base, ...part, ...(compare === undefined || alone ? {} : { compare }) };
}

/** Asks for one figure of the page; again when a block was published, and each minute while the range goes on. */
export function useHistory(part: Part) {
  const { client } = useAccess();
  const { question, minuteMs } = useQuestion();
  const publishedBlocks = useLive((state) => state.publishedBlocks);
  const query = partQuery(question, minuteMs, part);
  return useQuery({
    queryKey: ['history', query, publishedBlocks],
    queryFn: () => client.history.query(query),
    refetchInterval: question.range === 'yesterday' ? false : MINUTE_MS,
    placeholderData: keepPreviousData,
  });
}
