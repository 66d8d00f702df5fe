import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import type { Modules } from './modules.ts'
import './app.css'

/** The bundle calls this with what it was made of. */
export function open(modules: Modules): void {
  createRoot(document.getElementById('page') as HTMLElement).render(<App modules={modules} />)
}
