/** The words of a room: preview, doors, call. */

import { text as common } from './common.js';
import { words } from './language.js';

export const text = { ...common, ...(await words('room')) };
