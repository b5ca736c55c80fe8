/** The words of sending and receiving files. */

import { text as common } from './common.js';
import { words } from './language.js';

export const text = { ...common, ...(await words('files')) };
