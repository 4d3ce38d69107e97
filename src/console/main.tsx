import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { connect } from './link.ts';
import { createStore } from './store.ts';
import './styles/frame.css';
import './styles/parts.css';

const store = createStore();
connect(store);

const place = document.getElementById('console');
if (place) {
  createRoot(place).render(
    <StrictMode>
      <App store={store} />
    </StrictMode>,
  );
}
