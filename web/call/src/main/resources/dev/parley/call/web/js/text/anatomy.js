/** The words of the anatomy of a call. */

import { text as common } from './common.js';
import { words } from './language.js';

export const text = { ...common, ...(await words('anatomy')) };
