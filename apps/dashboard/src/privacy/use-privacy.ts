import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { PolicyPatch, PrivacyFacts } from '@vitrine/contracts';
import { useAccess } from '../session/access.js';

/** What is processed, stored and seen, as the running service says it. */
export function usePrivacy() {
  const { client } = useAccess();
  return useQuery({
    queryKey: ['privacy'],
    queryFn: () => client.history.privacy(),
    select: withoutMarks,
  });
}

/** The facts are also read in a terminal, where scopes stand between marks; on paper the marks are none. */
function withoutMarks(facts: PrivacyFacts): PrivacyFacts {
  const plain = (text: string) => text.replaceAll('`', '');
  return {
    ...facts,
    processed: facts.processed.map(plain),
    never: facts.never.map(plain),
    stored: facts.stored.map(({ what, where, kept, seenBy }) => ({
      what: plain(what),
      where: plain(where),
      kept,
      seenBy: plain(seenBy),
    })),
    protection: { ...facts.protection, explained: plain(facts.protection.explained), limits: facts.protection.limits.map(plain) },
    live: { ...facts.live, explained: plain(facts.live.explained) },
  };
}

/** Every version of the policy, oldest first. */
export function usePolicyVersions() {
  const { client } = useAccess();
  return useQuery({
    queryKey: ['privacy', 'versions'],
    queryFn: () => client.history.policyVersions(),
  });
}

/** Changes the policy; from then on there is a new version, and an entry in the audit log. */
export function useChangePolicy() {
  const { client } = useAccess();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (patch: PolicyPatch) => client.history.changePolicy(patch),
    onSuccess: () => Promise.all(['privacy', 'attributes'].map((key) => queries.invalidateQueries({ queryKey: [key] }))),
  });
}
