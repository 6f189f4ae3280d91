import { Loading } from '../ui/Notes.js';
import { t } from '../words/t.js';
import { Course } from './Course.js';
import { Diagnostics } from './Diagnostics.js';
import { Pipeline } from './Pipeline.js';
import { RuntimeFacts } from './RuntimeFacts.js';
import { ServiceFacts } from './ServiceFacts.js';
import { useStatus } from './use-status.js';

export function Machine() {
  const { data: status } = useStatus();
  if (!status) return <Loading label={t('Asking the service …')} />;
  return (
    <>
      <Pipeline status={status} />
      <div className="panels">
        <ServiceFacts status={status} />
        <RuntimeFacts status={status} />
      </div>
      <Course />
      <Diagnostics />
    </>
  );
}
