import { t } from '../words/t.js';
import { Attributes } from './Attributes.js';
import { ByCamera } from './ByCamera.js';
import { Export } from './Export.js';
import { HeatMap } from './HeatMap.js';
import { HistoryFacts } from './HistoryFacts.js';
import { Looks } from './Looks.js';
import { Timeline } from './Timeline.js';
import { Toolbar } from './Toolbar.js';
import { Totals } from './Totals.js';
import './history.css';

/** What was counted, as the toolbar asks; every figure is what REST and exports say. */
export function HistoryPage() {
  return (
    <div className="page history">
      <header className="page-head">
        <h1>{t('History')}</h1>
        <Export />
      </header>
      <Toolbar />
      <HistoryFacts />
      <Totals />
      <Timeline />
      <div className="history-third">
        <HeatMap />
        <Looks />
        <Attributes />
      </div>
      <ByCamera />
    </div>
  );
}
