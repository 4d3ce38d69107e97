import './styles/tokens.css';
import './styles/frame.css';
import './styles/parts.css';
import './styles/narrow.css';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './App.tsx';
import { connect } from './link.ts';
import { createStore } from './store.ts';

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
