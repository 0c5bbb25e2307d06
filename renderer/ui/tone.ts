/** How a state is coloured. The words beside it say the same. */
export type Tone = 'ok' | 'warn' | 'danger' | 'idle' | 'busy'
