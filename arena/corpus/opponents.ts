import { loadingsIn, traitSetOf } from '../../agents/trait-set.ts'
import { type Panel, writerPanel } from '../play/panel.ts'
import { panelRng } from '../study/streams.ts'
import type { Study } from '../study/study.ts'

/** Opponents of every evaluation, whom nobody learns against. */
export const heldOutPanel = (study: Study): Panel => ({
  writers: writerPanel(
    study.settings.compete.writers,
    panelRng(study).fork('held out'),
    loadingsIn(study.settings),
    traitSetOf(study.settings),
  ),
})
