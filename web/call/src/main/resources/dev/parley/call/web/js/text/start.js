/** The words of the start page. */

import { text as common } from './common.js';
import { words } from './language.js';

export const text = { ...common, ...(await words('start')) };
