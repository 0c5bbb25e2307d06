/** It is always this time in the pictures, so that ages and dates stay what they were. */
export const GALLERY_TIME = '2026-07-04T12:00:00.000Z'
