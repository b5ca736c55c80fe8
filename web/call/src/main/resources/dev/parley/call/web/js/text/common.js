/** What all pages say. */

import { words } from './language.js';

export const text = await words('common');
