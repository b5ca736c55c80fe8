/** The words of the check. */

import { text as common } from './common.js';
import { words } from './language.js';

export const text = { ...common, ...(await words('check')) };
