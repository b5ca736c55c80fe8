/** The words of the latency ladder. */

import { text as common } from './common.js';
import { words } from './language.js';

export const text = { ...common, ...(await words('ladder')) };
