import { Route, Switch, useLocation, useSearch } from 'wouter';
import { CameraPage } from './CameraPage.js';
import { CameraTable } from './CameraTable.js';
import { ImportDialog } from './ImportDialog.js';
import { Wizard } from './Wizard.js';
import './cameras.css';

export function CamerasPage() {
  const [, navigate] = useLocation();
  const search = useSearch();
  const back = () => navigate(`/cameras${search === '' ? '' : `?${search}`}`);
  return (
    <Switch>
      <Route path="/cameras/new">
        <CameraTable />
        <Wizard onClose={back} onSaved={(id) => navigate(`/cameras/${id}`)} />
      </Route>
      <Route path="/cameras/import">
        <CameraTable />
        <ImportDialog onClose={back} />
      </Route>
      <Route path="/cameras/:id">{({ id }) => <CameraPage key={id} cameraId={id} />}</Route>
      <Route>
        <CameraTable />
      </Route>
    </Switch>
  );
}
